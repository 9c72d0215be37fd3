package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Accept;
import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Reply;
import io.deploytelemetry.it.harness.Sample;
import java.io.IOException;
import java.util.List;

class NegotiationIT {

  @OnEachJdk
  void clientsWithoutAPreferenceGetThePrometheusText(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      for (Reply reply :
          List.of(
              jvm.get("/metrics"),
              jvm.get("/metrics", "Accept", "*/*"),
              jvm.get("/metrics", "Accept", Accept.BROWSER))) {
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type").replace(" ", ""))
            .startsWith("text/plain;version=0.0.4");
        assertThat(reply.text()).contains("# TYPE deployments_total counter\n");
      }
    }
  }

  @OnEachJdk
  void prometheusGetsOpenMetrics(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      for (String accept : List.of(Accept.PROMETHEUS_2, Accept.PROMETHEUS_3)) {
        Reply reply = jvm.get("/metrics", "Accept", accept);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type").replace(" ", ""))
            .startsWith("application/openmetrics-text;version=1.0.0");
        assertThat(reply.text()).contains("# TYPE deployments counter\n").endsWith("# EOF\n");
      }
    }
  }

  @OnEachJdk
  void prometheusThatScrapesNativeHistogramsGetsProtobuf(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      for (String accept : List.of(Accept.PROMETHEUS_2_NATIVE, Accept.PROMETHEUS_3_NATIVE)) {
        Reply reply = jvm.get("/metrics", "Accept", accept);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type").replace(" ", ""))
            .startsWith(
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
                    + "encoding=delimited");
      }
    }
  }

  @OnEachJdk
  void aScrapeIsCompressedForThoseWhoAskForIt(Jdk jdk) throws IOException {
    try (ForkedJvm jvm = start(jdk)) {
      Reply plain = jvm.get("/metrics");
      Reply zipped = jvm.get("/metrics", "Accept-Encoding", "gzip");
      assertThat(plain.header("Content-Encoding")).isEmpty();
      assertThat(zipped.header("Content-Encoding")).isEqualTo("gzip");
      assertThat(zipped.bytes().length).isLessThan(plain.bytes().length / 2);
      assertThat(names(Exposition.parse(zipped.unzipped()))).contains("deployments_total");
    }
  }

  @OnEachJdk
  void aScrapeHoldsOnlyTheNamesThatAreAskedFor(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      for (String query :
          List.of(
              "?name[]=deployments_total&name[]=deployments_in_progress",
              "?name%5B%5D=deployments_total&name%5B%5D=deployments_in_progress")) {
        Exposition metrics = Exposition.parse(jvm.get("/metrics" + query).text());
        assertThat(names(metrics))
            .containsExactlyInAnyOrder("deployments_total", "deployments_in_progress");
      }
    }
  }

  private static ForkedJvm start(Jdk jdk) {
    return JvmLaunch.withAgent(jdk).main("OneDeployment").start().awaitReady();
  }

  private static List<String> names(Exposition metrics) {
    return metrics.samples().stream().map(Sample::name).distinct().toList();
  }
}
