package io.deploytelemetry.agent.metrics;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a scrape shows, as text. */
public final class Exposition {

  private final List<String> lines;

  private Exposition(List<String> lines) {
    this.lines = lines;
  }

  public static Exposition of(Metrics metrics) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, metrics.registry().scrape());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new Exposition(
        Arrays.asList(new String(out.toByteArray(), StandardCharsets.UTF_8).split("\n")));
  }

  /** The value of the one sample whose line begins with the name and has all of the labels. */
  public double value(String name, String... labels) {
    List<String> found = samples(name, labels);
    if (found.size() != 1) {
      throw new AssertionError(
          name
              + Arrays.toString(labels)
              + " is there "
              + found.size()
              + " times in\n"
              + String.join("\n", lines));
    }
    return Double.parseDouble(found.get(0).substring(found.get(0).lastIndexOf(' ') + 1));
  }

  /** The samples whose line begins with the name and has all of the labels. */
  public List<String> samples(String name, String... labels) {
    List<String> found = new ArrayList<>();
    for (String line : lines) {
      if ((line.startsWith(name + "{") || line.startsWith(name + " "))
          && Arrays.stream(labels).allMatch(line::contains)) {
        found.add(line);
      }
    }
    return found;
  }
}
