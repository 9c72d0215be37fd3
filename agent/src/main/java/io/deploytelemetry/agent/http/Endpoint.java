package io.deploytelemetry.agent.http;

/** What answers the requests for one path, or all below it; their method is GET or HEAD. */
interface Endpoint {
  Answer answer(Request request);
}
