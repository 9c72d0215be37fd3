package io.deploytelemetry.it.harness;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A scrape in the Prometheus text format 0.0.4. Labels are given as {@code name=value} each and
 * match samples that may have further ones.
 */
public final class Exposition {

  private final List<Sample> samples;
  private final Map<String, String> types;

  private Exposition(List<Sample> samples, Map<String, String> types) {
    this.samples = List.copyOf(samples);
    this.types = Map.copyOf(types);
  }

  /** Reads the text format. */
  public static Exposition parse(String text) {
    List<Sample> samples = new ArrayList<>();
    Map<String, String> types = new HashMap<>();
    for (String line : text.split("\n")) {
      if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ");
        types.put(words[2], words[3]);
      } else if (!line.startsWith("#") && !line.isEmpty()) {
        samples.add(new Line(line).sample());
      }
    }
    return new Exposition(samples, types);
  }

  /** The value of the only sample with this name and these labels. */
  public double value(String name, String... labels) {
    List<Sample> found = samples(name, labels);
    if (found.size() != 1) {
      throw new AssertionError(
          "%d samples are %s%s; there are:%n%s"
              .formatted(found.size(), name, Arrays.toString(labels), describe(name)));
    }
    return found.get(0).value();
  }

  /** The sum of the samples with this name and these labels, 0 if there is none. */
  public double sum(String name, String... labels) {
    return samples(name, labels).stream().mapToDouble(Sample::value).sum();
  }

  /** Whether there is a sample with this name and these labels. */
  public boolean has(String name, String... labels) {
    return !samples(name, labels).isEmpty();
  }

  /** The samples with this name and these labels. */
  public List<Sample> samples(String name, String... labels) {
    return samples.stream().filter(s -> s.name().equals(name) && s.has(labels)).toList();
  }

  /** All samples. */
  public List<Sample> samples() {
    return samples;
  }

  /** The families' types by name. */
  public Map<String, String> types() {
    return types;
  }

  /** The samples whose names start so, a line each. */
  public String describe(String prefix) {
    return samples.stream()
        .filter(sample -> sample.name().startsWith(prefix))
        .map(Sample::toString)
        .collect(joining("\n"));
  }

  /** A sample's line with a position that moves on. */
  private static final class Line {

    private final String text;
    private int at;

    Line(String text) {
      this.text = text;
    }

    Sample sample() {
      String name = until("{ ");
      Map<String, String> labels = new LinkedHashMap<>();
      if (text.charAt(at) == '{') {
        at++;
        while (text.charAt(at) != '}') {
          String label = until("=");
          at++;
          labels.put(label, quoted());
          if (text.charAt(at) == ',') {
            at++;
          }
        }
        at++;
      }
      return new Sample(name, labels, number(text.substring(at).strip().split(" ")[0]));
    }

    private String until(String ends) {
      int start = at;
      while (ends.indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }

    private String quoted() {
      StringBuilder value = new StringBuilder();
      for (at++; text.charAt(at) != '"'; at++) {
        char c = text.charAt(at);
        if (c == '\\') {
          c = text.charAt(++at);
          c = c == 'n' ? '\n' : c;
        }
        value.append(c);
      }
      at++;
      return value.toString();
    }

    private static double number(String value) {
      return switch (value) {
        case "+Inf" -> Double.POSITIVE_INFINITY;
        case "-Inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(value);
      };
    }
  }
}
