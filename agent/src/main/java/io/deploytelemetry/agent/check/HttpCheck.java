package io.deploytelemetry.agent.check;

import io.deploytelemetry.agent.config.DeclaredCheck;
import io.deploytelemetry.agent.health.OwnCheck;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;

/**
 * Whether a URL answers as expected: {@code http: https://repo.acme.com/health}. With the JVM's
 * proxies and certificates; redirections are answers, too.
 */
final class HttpCheck implements OwnCheck.Work {

  private final String url;
  private final int status;
  private final int timeoutMillis;

  HttpCheck(DeclaredCheck declared) {
    this.url = declared.target();
    this.status = Integer.parseInt(declared.text("status", "200"));
    this.timeoutMillis = (int) declared.schedule().timeoutMillis();
  }

  @Override
  public void run() throws IOException, OwnCheck.FailedException {
    HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
    try {
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setConnectTimeout(timeoutMillis);
      connection.setReadTimeout(timeoutMillis);
      connection.setRequestProperty("User-Agent", "deployment-telemetry");
      int answered = connection.getResponseCode();
      if (answered != status) {
        throw new OwnCheck.FailedException(url + " answers " + answered + ", not " + status);
      }
    } finally {
      connection.disconnect();
    }
  }
}
