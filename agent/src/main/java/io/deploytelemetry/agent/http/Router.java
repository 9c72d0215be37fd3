package io.deploytelemetry.agent.http;

import io.deploytelemetry.agent.access.Access;
import io.deploytelemetry.agent.access.Verdict;
import io.deploytelemetry.agent.log.Log;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Takes each request to the endpoint of its path; says 404, 405 and 413 to what there is none for.
 */
final class Router {

  private final Map<String, Endpoint> endpoints = new TreeMap<>();
  private final AtomicBoolean isFailureSaid = new AtomicBoolean();
  private final Access access;
  private final Rejections rejections;

  Router(Access access, Rejections rejections) {
    this.access = access;
    this.rejections = rejections;
  }

  /**
   * Adds an endpoint.
   *
   * @param path its path; with a slash at the end, all paths that begin so and have no endpoint of
   *     their own
   */
  Router add(String path, Endpoint endpoint) {
    endpoints.put(path, endpoint);
    return this;
  }

  Answer answer(Request request) {
    Endpoint endpoint = endpoint(request.path());
    if (!access.isOn()) {
      return answer(request.trusted(Callers.isLocal(request)), endpoint);
    }
    Verdict verdict = access.judge(request.peer().isCertified(), request.header("Authorization"));
    if (verdict != Verdict.GRANTED && (endpoint == null || !endpoint.isForEverybody())) {
      return refuse(verdict);
    }
    return answer(request.trusted(verdict == Verdict.GRANTED), endpoint);
  }

  private Answer refuse(Verdict verdict) {
    if (verdict == Verdict.BUSY) {
      rejections.rejected("too_many_logins");
      return Answer.text(429, "Too many callers are being looked at; try again.")
          .with("Retry-After", "1");
    }
    rejections.rejected("unauthorized");
    String challenge = access.challenge();
    return challenge.isEmpty()
        ? Answer.text(403, "The option tls.client.ca asks for a client certificate.")
        : Answer.text(401, "The options auth.… ask who you are.")
            .with("WWW-Authenticate", challenge);
  }

  private Answer answer(Request request, @Nullable Endpoint endpoint) {
    if (endpoint == null) {
      return Answer.text(404, "There is nothing here. Try " + String.join(" ", endpoints.keySet()));
    }
    if (!request.method().equals("GET") && !request.isHead()) {
      return Answer.text(405, "Only GET and HEAD are served.").with("Allow", "GET, HEAD");
    }
    if (request.hasBody()) {
      return Answer.text(413, "No body is read.");
    }
    try {
      return endpoint.answer(request);
    } catch (RuntimeException | LinkageError failure) {
      if (!isFailureSaid.getAndSet(true)) {
        Log.failed(request.path() + " could not be answered, which is said once", failure);
      }
      return Answer.text(500, "The agent could not make the answer: " + failure.getClass());
    }
  }

  private @Nullable Endpoint endpoint(String path) {
    Endpoint found = endpoints.get(path);
    int slash = path.lastIndexOf('/');
    while (found == null && slash > 0) {
      found = endpoints.get(path.substring(0, slash + 1));
      slash = path.lastIndexOf('/', slash - 1);
    }
    return found;
  }
}
