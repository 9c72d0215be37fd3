package io.deploytelemetry.agent.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a doctor has looked at, in the order in which it did. */
final class Diagnosis {

  private static final int WIDTH = 12;

  private final List<Map<String, Object>> findings = new ArrayList<>();
  private boolean isGood = true;

  /** What is as it should be. */
  void good(String subject, String what) {
    add(subject, true, what);
  }

  /** What is not, why, and what to do. */
  void bad(String subject, String what) {
    isGood = false;
    add(subject, false, what);
  }

  private void add(String subject, boolean isOk, String what) {
    Map<String, Object> finding = new LinkedHashMap<>();
    finding.put("check", subject);
    finding.put("ok", isOk);
    finding.put("message", what);
    findings.add(finding);
  }

  /** Whether nothing was bad. */
  boolean isGood() {
    return isGood;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ok", isGood);
    json.put("checks", findings);
    return json;
  }

  /** A line for each. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Map<String, Object> finding : findings) {
      StringBuilder line =
          new StringBuilder(Boolean.TRUE.equals(finding.get("ok")) ? "ok       " : "PROBLEM  ");
      line.append(finding.get("check"));
      while (line.length() < 9 + WIDTH) {
        line.append(' ');
      }
      lines.add(line.append(finding.get("message")).toString());
    }
    return lines;
  }
}
