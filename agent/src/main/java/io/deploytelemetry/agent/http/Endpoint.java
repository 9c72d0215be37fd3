package io.deploytelemetry.agent.http;

/** What answers the requests for one path, or all below it; their method is GET or HEAD. */
interface Endpoint {

  Answer answer(Request request);

  /** Whether callers who have not shown who they are get an answer too, where others must. */
  default boolean isForEverybody() {
    return false;
  }
}
