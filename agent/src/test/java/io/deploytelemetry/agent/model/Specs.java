package io.deploytelemetry.agent.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Specs for tests, with the labels of the catalogue alone. */
public final class Specs {

  private static final LabelNames NAMES = new LabelNames(Collections.emptyList());

  private Specs() {}

  /** A spec with nothing set. */
  public static ProbeSpec plain(OperationKind kind, String method, @Nullable Outcome fixed) {
    String[] labels = new String[NAMES.of(kind).size()];
    Arrays.fill(labels, "");
    return of(kind, "com.acme.Deployer", method, fixed, labels);
  }

  /** A spec with these label values, in which paths may stand. */
  public static ProbeSpec of(
      OperationKind kind,
      String className,
      String method,
      @Nullable Outcome fixed,
      String... labels) {
    return of(kind, className, method, fixed, Map.of(), labels);
  }

  /** A spec with label and exit values, in which paths may stand. */
  public static ProbeSpec of(
      OperationKind kind,
      String className,
      String method,
      @Nullable Outcome fixed,
      Map<String, String> exit,
      String... labels) {
    List<Template> values = new ArrayList<>();
    for (String label : labels) {
      values.add(Template.parse(label, name -> null));
    }
    Map<String, Template> atExit = new TreeMap<>();
    exit.forEach((name, value) -> atExit.put(name, Template.parse(value, variable -> null)));
    return new ProbeSpec(
        kind,
        className,
        method,
        "()V",
        NAMES.of(kind),
        values,
        new ExitValues(atExit),
        fixed,
        ProbeSpec.Step.BOTH);
  }
}
