package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Accept;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Reply;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_33_5.Metrics.Histogram;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_33_5.Metrics.Metric;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_33_5.Metrics.MetricFamily;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

class NativeHistogramIT {

  @OnEachJdk
  void durationsAreClassicAndNativeHistogramsInProtobuf(Jdk jdk) throws IOException {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Console").start()) {
      jvm.awaitReady().ask("deploy");
      jvm.ask("deploy");
      Reply reply = jvm.get("/metrics", "Accept", Accept.PROMETHEUS_2_NATIVE);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("Content-Type")).startsWith("application/vnd.google.protobuf");

      MetricFamily durations = families(reply).get("deployment_duration_seconds");
      assertThat(durations.getMetricCount()).isEqualTo(1);
      Metric metric = durations.getMetric(0);
      Histogram histogram = metric.getHistogram();
      assertThat(histogram.getSampleCount()).isEqualTo(2);
      assertThat(histogram.getBucketCount()).as("classic buckets").isEqualTo(14);
      assertThat(histogram.getSchema()).isBetween(-4, 8);
      assertThat(histogram.getPositiveSpanCount()).as("native spans").isPositive();
      assertThat(nativeCount(histogram)).isEqualTo(2);
    }
  }

  @OnEachJdk
  void protobufAndTextNameTheSameFamilies(Jdk jdk) throws IOException {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Console").start()) {
      jvm.awaitReady().ask("deploy");
      Map<String, MetricFamily> families =
          families(jvm.get("/metrics", "Accept", Accept.PROMETHEUS_2_NATIVE));
      assertThat(families.keySet())
          .contains(
              "deployments_started_total",
              "deployments_total",
              "deployments_in_progress",
              "deployment_last_outcome",
              "telemetry_agent_info");
      assertThat(families.get("deployments_total").getMetricCount()).isEqualTo(14);
    }
  }

  /** The observations in all native buckets; each is given as the difference to the one before. */
  private static long nativeCount(Histogram histogram) {
    long bucket = 0;
    long count = histogram.getZeroCount();
    for (long delta : histogram.getPositiveDeltaList()) {
      bucket += delta;
      count += bucket;
    }
    return count;
  }

  private static Map<String, MetricFamily> families(Reply reply) throws IOException {
    Map<String, MetricFamily> families = new HashMap<>();
    ByteArrayInputStream in = new ByteArrayInputStream(reply.bytes());
    while (in.available() > 0) {
      MetricFamily family = MetricFamily.parseDelimitedFrom(in);
      families.put(family.getName(), family);
    }
    return families;
  }
}
