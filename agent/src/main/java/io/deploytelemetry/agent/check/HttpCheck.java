package io.deploytelemetry.agent.check;

import io.deploytelemetry.agent.client.ClientRequest;
import io.deploytelemetry.agent.config.DeclaredCheck;
import io.deploytelemetry.agent.health.OwnCheck;
import java.io.IOException;
import java.net.URL;

/** Whether a URL answers as expected: {@code http: https://repo.acme.com/health}. */
final class HttpCheck implements OwnCheck.Work {

  private final URL url;
  private final String status;
  private final int timeoutMillis;

  HttpCheck(DeclaredCheck declared) {
    this.url = declared.url();
    this.status = declared.text("status", "200");
    this.timeoutMillis = (int) Math.min(Integer.MAX_VALUE, declared.schedule().timeoutMillis());
  }

  @Override
  public void run() throws IOException, OwnCheck.FailedException {
    String answered = String.valueOf(new ClientRequest("GET", url).send(timeoutMillis).status());
    if (!answered.equals(status)) {
      throw new OwnCheck.FailedException("answers " + answered + ", not " + status);
    }
  }
}
