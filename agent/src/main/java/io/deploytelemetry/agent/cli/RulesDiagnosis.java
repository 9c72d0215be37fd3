package io.deploytelemetry.agent.cli;

import java.io.IOException;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Looks whether a Prometheus has the alert rules of this jar, and can evaluate them. */
final class RulesDiagnosis {

  private static final String SUBJECT = "rules";

  private final PrometheusApi prometheus;
  private final Diagnosis diagnosis;

  RulesDiagnosis(PrometheusApi prometheus, Diagnosis diagnosis) {
    this.prometheus = prometheus;
    this.diagnosis = diagnosis;
  }

  /** Who has none of them may have rules of their own. */
  void make() throws IOException, CommandException {
    Set<String> wanted = Pack.alerts();
    Set<String> missing = new TreeSet<>(wanted);
    TreeMap<String, String> broken = new TreeMap<>();
    for (Object group : prometheus.groups()) {
      for (Object rule : JsonReader.elements(JsonReader.member(group, "rules"))) {
        String name = JsonReader.text(rule, "name");
        String error = JsonReader.text(rule, "lastError");
        missing.remove(name);
        if (wanted.contains(name) && !error.isEmpty()) {
          broken.put(name, error);
        }
      }
    }
    if (!broken.isEmpty()) {
      diagnosis.bad(SUBJECT, "some cannot be evaluated: " + broken);
    } else if (missing.size() == wanted.size()) {
      diagnosis.good(SUBJECT, "it has no alert rule of this jar; export alerts DIR writes them");
    } else if (!missing.isEmpty()) {
      diagnosis.bad(
          SUBJECT,
          "it lacks "
              + String.join(", ", missing)
              + " of this jar's alert rules. export alerts DIR writes all of them");
    } else {
      diagnosis.good(SUBJECT, "it has all " + wanted.size() + " alerts of this jar");
    }
  }
}
