package io.deploytelemetry.agent.cli;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks whether a Prometheus scrapes an agent, and keeps what it gets. */
final class PrometheusDiagnosis {

  private static final int MOST_NAMED = 5;

  private final PrometheusApi prometheus;
  private final URL metrics;
  private final Diagnosis diagnosis;

  /**
   * Makes a diagnosis.
   *
   * @param metrics where the agent serves; Prometheus may know the host by another name
   */
  PrometheusDiagnosis(PrometheusApi prometheus, URL metrics, Diagnosis diagnosis) {
    this.prometheus = prometheus;
    this.metrics = metrics;
    this.diagnosis = diagnosis;
  }

  void make() throws CommandException {
    try {
      List<?> targets = prometheus.targets();
      diagnosis.good("prometheus", prometheus + " scrapes " + targets.size() + " targets");
      List<Object> ours = ours(targets);
      if (ours.isEmpty()) {
        diagnosis.bad("target", missing(targets));
      }
      for (Object target : ours) {
        lookAt(target);
      }
      new RulesDiagnosis(prometheus, diagnosis).make();
    } catch (IOException | IllegalArgumentException failure) {
      diagnosis.bad(
          "prometheus",
          prometheus
              + " does not answer as a Prometheus does ("
              + failure
              + "). Name the address of its web page");
    }
  }

  /** Those on the same port and path; if one of them is on the same host, that one. */
  private List<Object> ours(List<?> targets) throws IOException {
    List<Object> ours = new ArrayList<>();
    for (Object target : targets) {
      URL scraped = new URL(JsonReader.text(target, "scrapeUrl"));
      if (port(scraped) == port(metrics) && scraped.getPath().equals(metrics.getPath())) {
        if (scraped.getHost().equalsIgnoreCase(metrics.getHost())) {
          ours.clear();
          ours.add(target);
          return ours;
        }
        ours.add(target);
      }
    }
    return ours;
  }

  private String missing(List<?> targets) throws IOException {
    Set<String> urls = new TreeSet<>();
    for (Object target : targets) {
      if (urls.size() < MOST_NAMED) {
        urls.add(new URL(JsonReader.text(target, "scrapeUrl")).toString());
      }
    }
    return "none of them is on port "
        + port(metrics)
        + " with the path "
        + metrics.getPath()
        + (urls.isEmpty() ? "" : ", but " + String.join(", ", urls))
        + ". Add to scrape_configs: {job_name: deployments, "
        + (metrics.getPath().equals("/metrics") ? "" : "metrics_path: " + metrics.getPath() + ", ")
        + (metrics.getProtocol().equals("https") ? "scheme: https, " : "")
        + "static_configs: [{targets: [\"HOST:"
        + port(metrics)
        + "\"]}]}";
  }

  private void lookAt(Object target) throws IOException {
    String url = JsonReader.text(target, "scrapeUrl");
    Object labels = JsonReader.member(target, "labels");
    String selector =
        "{job=" + quoted(labels, "job") + ",instance=" + quoted(labels, "instance") + "}";
    String error = JsonReader.text(target, "lastError");
    String health = JsonReader.text(target, "health");
    if (!error.isEmpty()) {
      diagnosis.bad("target", url + " cannot be scraped: " + error + advice(error));
      return;
    }
    if (!health.equals("up")) {
      diagnosis.bad("target", url + " has not been scraped yet; try again after an interval");
      return;
    }
    diagnosis.good("target", url + " is scraped, as " + selector);
    if (prometheus.isThere("telemetry_agent_info" + selector)) {
      diagnosis.good("stored", "telemetry_agent_info" + selector + " can be queried");
    } else {
      diagnosis.bad(
          "stored",
          "telemetry_agent_info"
              + selector
              + " cannot be queried. Either another program serves at "
              + url
              + ", or metric_relabel_configs drop it");
    }
  }

  private static String advice(String error) {
    if (error.contains("401")) {
      return ". Give the job basic_auth or authorization";
    }
    return error.contains("certificate") ? ". Give the job tls_config with ca_file" : "";
  }

  private static String quoted(@Nullable Object labels, String name) {
    return "\"" + JsonReader.text(labels, name).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static int port(URL url) {
    return url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
  }
}
