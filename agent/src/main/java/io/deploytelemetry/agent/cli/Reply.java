package io.deploytelemetry.agent.cli;

/** What a server has answered. Immutable. */
final class Reply {

  private final int status;
  private final String body;

  Reply(int status, String body) {
    this.status = status;
    this.body = body;
  }

  int status() {
    return status;
  }

  String body() {
    return body;
  }
}
