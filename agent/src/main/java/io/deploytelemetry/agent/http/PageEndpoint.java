package io.deploytelemetry.agent.http;

import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * {@code /}: a page for people. It is one file, put together by the build, and has nothing in it
 * that is worth protecting: what it shows it reads from {@code /history} and {@code /status}. Its
 * policy lets the browser run the script that the build has put there, and no other, and ask nobody
 * but this server.
 */
final class PageEndpoint implements Endpoint {

  private static final String PAGE = "/page.html.gz";
  private static final String POLICY = "/page.csp";

  private final Settings settings;

  PageEndpoint(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Answer answer(Request request) {
    if (!isFor(request, settings)) {
      return refusal("/");
    }
    try {
      return page(request.takesGzip());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Whether a caller may see the page, and what it shows. */
  static boolean isFor(Request request, Settings settings) {
    return settings.is(Option.PAGE_ACCESS, "always") || request.isTrusted();
  }

  /** What others are told. */
  static Answer refusal(String path) {
    return Callers.refusal(path, Option.PAGE_ACCESS);
  }

  private static Answer page(boolean isZipped) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "text/html; charset=utf-8");
    headers.put("Content-Security-Policy", new String(read(POLICY, false), StandardCharsets.UTF_8));
    headers.put("Referrer-Policy", "no-referrer");
    if (isZipped) {
      headers.put("Content-Encoding", "gzip");
    }
    byte[] body = read(PAGE, !isZipped);
    return Answer.of(200, headers, body, body.length);
  }

  private static byte[] read(String name, boolean unzip) throws IOException {
    try (InputStream file = PageEndpoint.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IOException("the agent's jar is not whole: it has no " + name);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      InputStream in = unzip ? new GZIPInputStream(file) : file;
      byte[] part = new byte[8_192];
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        bytes.write(part, 0, read);
      }
      return bytes.toByteArray();
    }
  }
}
