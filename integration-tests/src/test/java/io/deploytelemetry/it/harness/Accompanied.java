package io.deploytelemetry.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Runs {@code com.acme.subjects.Accompanied} under our agent and others. */
public final class Accompanied {

  /** The argument that loads our agent. */
  public static final String OURS = JvmLaunch.javaagent("port=0");

  /** What {@link #drive} asks the application to do. */
  public static final List<String> COMMANDS = List.of("deploy", "fail", "deploy", "later");

  private Accompanied() {}

  /**
   * Compares a JVM with another agent alone to one with ours before it, and one with ours behind.
   */
  public static void assertUndisturbed(Jdk jdk, SecondAgent other) {
    Ending alone = run(jdk, other, other.arguments());
    for (List<String> arguments :
        List.of(with(List.of(OURS), other.arguments()), with(other.arguments(), List.of(OURS)))) {
      Ending both = run(jdk, other, arguments);
      assertThat(both.exitCode()).isZero();
      assertThat(both.stdout()).isEqualTo(alone.stdout());
      assertThat(withoutChance(other, both)).isEqualTo(withoutChance(other, alone));
    }
  }

  /** Does everything once, a deployment twice. */
  public static void drive(ForkedJvm jvm) {
    COMMANDS.forEach(jvm::ask);
  }

  /** Whether the application says that it has deployed. */
  public static boolean isDeployment(String line) {
    return line.equals("did deploy") || line.equals("did fail");
  }

  /** Looks whether what {@link #drive} did was counted, and nothing else went wrong. */
  public static void assertCounts(ForkedJvm jvm) {
    Exposition metrics = jvm.metrics();
    String label = "application=accompanied";
    assertThat(metrics.value("deployments_started_total", label)).isEqualTo(3);
    assertThat(metrics.value("deployments_total", label, "outcome=success")).isEqualTo(2);
    assertThat(metrics.value("deployments_total", label, "outcome=failure")).isEqualTo(1);
    assertThat(metrics.value("operations_total", "outcome=success")).isEqualTo(1);
    assertThat(metrics.value("telemetry_agent_weave_errors_total")).isZero();
    assertThat(metrics.value("telemetry_agent_advice_errors_total")).isZero();
    assertThat(jvm.get("/status").json().path("notes")).isEmpty();
  }

  /** Starts the application, drives it, looks whether all agents do their work, and ends it. */
  public static Ending run(Jdk jdk, SecondAgent other, List<String> arguments) {
    try (ForkedJvm jvm = start(jdk, arguments).awaitReady()) {
      drive(jvm);
      if (arguments.contains(OURS)) {
        assertCounts(jvm);
        other.assertAtWork(jvm);
      }
      Ending ending = jvm.endInput().awaitEnding();
      other.assertDone(ending);
      assertThat(ending.stderr())
          .filteredOn(line -> line.startsWith("[telemetry] "))
          .hasSize(arguments.contains(OURS) ? 1 : 0);
      return ending;
    }
  }

  /** Starts the application. */
  public static ForkedJvm start(Jdk jdk, List<String> arguments) {
    return JvmLaunch.plain(jdk).jvm(arguments.toArray(String[]::new)).main("Accompanied").start();
  }

  /** One list behind the other. */
  public static List<String> with(List<String> some, List<String> others) {
    List<String> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  /**
   * What was written on standard error, without our line, times, and the ids and attributes of
   * spans.
   */
  private static List<String> withoutChance(SecondAgent other, Ending ending) {
    return ending.stderr().stream()
        .filter(line -> !line.startsWith("[telemetry] ") && !other.isByChance(line))
        .map(line -> line.replaceAll("(LoggingSpanExporter - '[^']*') : .*", "$1"))
        .map(line -> line.replaceAll("[0-9]+", "N"))
        .toList();
  }
}
