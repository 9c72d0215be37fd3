package io.deploytelemetry.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** The trace that OpenMetrics names behind a sample. */
public record Exemplar(Sample of, String traceId, String spanId, double value, double timestamp) {

  /** The exemplars of the samples with this name and these labels, as Prometheus gets them. */
  public static List<Exemplar> of(ForkedJvm jvm, String name, String... labels) {
    Reply reply = jvm.get("/metrics", "Accept", Accept.PROMETHEUS_2);
    assertThat(reply.status()).isEqualTo(200);
    List<Exemplar> found = new ArrayList<>();
    for (String line : reply.text().split("\n")) {
      int mark = line.startsWith("#") ? -1 : line.indexOf(" # {");
      if (mark >= 0) {
        Sample sample = sample(line.substring(0, mark));
        if (sample.name().equals(name) && sample.has(labels)) {
          found.add(exemplar(sample, line.substring(mark + " # ".length())));
        }
      }
    }
    return found;
  }

  /** The trace of the only such exemplar. */
  public static String traceId(ForkedJvm jvm, String name, String... labels) {
    assertThat(of(jvm, name, labels)).as(name).hasSize(1);
    return of(jvm, name, labels).get(0).traceId();
  }

  private static Exemplar exemplar(Sample of, String text) {
    Sample read = sample("exemplar" + text);
    assertThat(read.labels()).containsOnlyKeys("trace_id", "span_id");
    return new Exemplar(
        of,
        read.labels().get("trace_id"),
        read.labels().get("span_id"),
        read.value(),
        Double.parseDouble(text.substring(text.lastIndexOf(' '))));
  }

  private static Sample sample(String line) {
    return Exposition.parse(line).samples().get(0);
  }
}
