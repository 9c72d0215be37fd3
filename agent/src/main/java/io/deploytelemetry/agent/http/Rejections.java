package io.deploytelemetry.agent.http;

/** Told what was not served. Any thread tells. */
interface Rejections {

  /**
   * A request, or a connection that might have brought one, was not served.
   *
   * @param reason the label of {@code telemetry_agent_http_rejected_total}
   */
  void rejected(String reason);
}
