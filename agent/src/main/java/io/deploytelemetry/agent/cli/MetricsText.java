package io.deploytelemetry.agent.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The samples of a page in Prometheus' text format. Immutable. */
final class MetricsText {

  /** One line. */
  static final class Sample {

    final String name;
    final Map<String, String> labels;
    final double value;

    Sample(String name, Map<String, String> labels, double value) {
      this.name = name;
      this.labels = labels;
      this.value = value;
    }
  }

  private final List<Sample> samples = new ArrayList<>();

  /**
   * Reads a page.
   *
   * @throws IllegalArgumentException if a line is none of the format; the message names it
   */
  static MetricsText parse(String page) {
    MetricsText text = new MetricsText();
    int number = 0;
    for (String line : page.split("\n", -1)) {
      number++;
      if (!line.isEmpty() && line.charAt(0) != '#') {
        try {
          text.samples.add(new LineReader(line).sample());
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException malformed) {
          throw new IllegalArgumentException(
              "line " + number + " is no sample: " + line, malformed);
        }
      }
    }
    return text;
  }

  int size() {
    return samples.size();
  }

  /** The samples of a name. */
  List<Sample> of(String name) {
    List<Sample> found = new ArrayList<>();
    for (Sample sample : samples) {
      if (sample.name.equals(name)) {
        found.add(sample);
      }
    }
    return found;
  }

  /** The sum of all samples of a name. */
  double sum(String name) {
    double sum = 0;
    for (Sample sample : of(name)) {
      sum += sample.value;
    }
    return sum;
  }

  /** {@code name{label="value",…} value timestamp}. */
  private static final class LineReader {

    private final String line;
    private int at;

    LineReader(String line) {
      this.line = line;
    }

    Sample sample() {
      String name = word();
      Map<String, String> labels = new HashMap<>();
      if (line.charAt(at) == '{') {
        at++;
        while (line.charAt(at) != '}') {
          String label = word();
          expect('=');
          labels.put(label, quoted());
          if (line.charAt(at) == ',') {
            at++;
          }
        }
        at++;
      }
      expect(' ');
      String[] rest = line.substring(at).split(" ", -1);
      if (rest.length > 2) {
        throw new IllegalArgumentException(line);
      }
      if (rest.length == 2) {
        Long.parseLong(rest[1]);
      }
      return new Sample(name, labels, number(rest[0]));
    }

    private String word() {
      int begin = at;
      while (Character.isLetterOrDigit(line.charAt(at))
          || line.charAt(at) == '_'
          || line.charAt(at) == ':') {
        at++;
      }
      if (at == begin) {
        throw new IllegalArgumentException(line);
      }
      return line.substring(begin, at);
    }

    private String quoted() {
      StringBuilder text = new StringBuilder();
      expect('"');
      while (line.charAt(at) != '"') {
        if (line.charAt(at) == '\\') {
          at++;
          text.append(line.charAt(at) == 'n' ? '\n' : line.charAt(at));
        } else {
          text.append(line.charAt(at));
        }
        at++;
      }
      at++;
      return text.toString();
    }

    private void expect(char c) {
      if (line.charAt(at) != c) {
        throw new IllegalArgumentException(line);
      }
      at++;
    }

    private static double number(String text) {
      return text.endsWith("Inf")
          ? (text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY)
          : Double.parseDouble(text);
    }
  }
}
