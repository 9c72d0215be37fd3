package io.deploytelemetry.agent.cli;

import java.io.IOException;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Looks whether a Prometheus has the rules of this jar, and can evaluate them. */
final class RulesDiagnosis {

  private static final String SUBJECT = "rules";

  private final PrometheusApi prometheus;
  private final Diagnosis diagnosis;

  RulesDiagnosis(PrometheusApi prometheus, Diagnosis diagnosis) {
    this.prometheus = prometheus;
    this.diagnosis = diagnosis;
  }

  /** Who has none of the alerts may have rules of their own. */
  void make() throws IOException, CommandException {
    Set<String> alerts = Pack.alerts();
    Set<String> records = Pack.records();
    Set<String> wanted = new TreeSet<>(alerts);
    wanted.addAll(records);
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
    } else if (missing.containsAll(alerts)) {
      diagnosis.good(SUBJECT, "it has no alert rule of this jar; export alerts DIR writes them");
    } else if (missing.containsAll(records)) {
      diagnosis.bad(
          SUBJECT,
          "it has this jar's alert rules without recording-rules.yml, which they read; export"
              + " alerts DIR writes both");
    } else if (!missing.isEmpty()) {
      diagnosis.bad(
          SUBJECT,
          "it lacks "
              + String.join(", ", missing)
              + " of this jar's rules. export alerts DIR writes all of them");
    } else {
      diagnosis.good(
          SUBJECT,
          "it has all "
              + alerts.size()
              + " alerts of this jar and the "
              + records.size()
              + " expressions that they read");
    }
  }
}
