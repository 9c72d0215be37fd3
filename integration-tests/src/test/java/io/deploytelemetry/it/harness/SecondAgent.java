package io.deploytelemetry.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.ICounter;
import org.jacoco.core.data.ExecutionData;
import org.jacoco.core.tools.ExecFileLoader;

/** Somebody else's agent around {@code com.acme.subjects.Accompanied}. */
public interface SecondAgent {

  /** Its JVM arguments, {@code -javaagent} among them. */
  List<String> arguments();

  /** Looks whether it does its work, in a JVM that still runs. */
  default void assertAtWork(ForkedJvm jvm) {}

  /** Whether it writes such a line at a time that nobody knows, or not at all. */
  default boolean isByChance(String line) {
    return false;
  }

  /** Looks whether it has done its work, in a JVM that has ended. */
  default void assertDone(Ending ending) {}

  /** OpenTelemetry's, which logs a span for each request. */
  static OpenTelemetry openTelemetry() {
    return new OpenTelemetry(Artifacts.tools("opentelemetry-javaagent").get(0));
  }

  /** JaCoCo's, which writes a file when the JVM ends, over one that is there. */
  static JaCoCo jaCoCo(Path directory) {
    return new JaCoCo(
        Artifacts.tools("org.jacoco.agent-runtime").get(0), directory.resolve("jacoco.exec"));
  }

  /** The JMX exporter, on a port of its own. */
  static JmxExporter jmxExporter(Path directory) throws IOException {
    Path config =
        Files.writeString(directory.resolve("jmx.yaml"), "rules:\n  - pattern: '.*Threading.*'\n");
    return new JmxExporter(
        Artifacts.tools("jmx_prometheus_javaagent").get(0), Http.freePort(), config);
  }

  /** Datadog's, which writes the traces of a run to a file. */
  static Datadog datadog(Path directory) {
    return new Datadog(
        Artifacts.tools("dd-java-agent").get(0), directory.resolve("datadog.traces"));
  }

  /** See {@link #openTelemetry}. */
  record OpenTelemetry(Path jar) implements SecondAgent {

    private static final Pattern SPAN =
        Pattern.compile(".*LoggingSpanExporter - '.*request' : ([0-9a-f]{32}) ([0-9a-f]{16}) .*");

    /** What it needs to be told, on the command line or attached. */
    public List<String> properties() {
      return List.of(
          "-Dotel.traces.exporter=logging",
          "-Dotel.metrics.exporter=none",
          "-Dotel.logs.exporter=none",
          "-Dotel.instrumentation.methods.include=com.acme.subjects.Accompanied[request]");
    }

    @Override
    public List<String> arguments() {
      List<String> arguments = new ArrayList<>(properties());
      arguments.add("-javaagent:" + jar);
      return arguments;
    }

    /** The latest exemplar of the successful deployments is a span that was exported. */
    @Override
    public void assertAtWork(ForkedJvm jvm) {
      String trace =
          Exemplar.traceId(jvm, "deployments_total", "application=accompanied", "outcome=success");
      jvm.awaitStderr(line -> SPAN.matcher(line).matches() && line.contains(trace));
    }

    /** How many spans it has exported. */
    public static long spans(List<String> stderr) {
      return stderr.stream().filter(line -> SPAN.matcher(line).matches()).count();
    }
  }

  /** See {@link #jaCoCo}. */
  record JaCoCo(Path jar, Path file) implements SecondAgent {

    @Override
    public List<String> arguments() {
      return List.of("-javaagent:" + jar + "=includes=com.acme.*,append=false,destfile=" + file);
    }

    /** What it has written is about the class as it was compiled, and true. */
    @Override
    public void assertDone(Ending ending) {
      CoverageBuilder coverage = new CoverageBuilder();
      try {
        Path subject = Artifacts.subjects().resolve("com/acme/subjects/Accompanied.class");
        new Analyzer(read().getExecutionDataStore(), coverage)
            .analyzeAll(Files.newInputStream(subject), subject.toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      assertThat(coverage.getNoMatchClasses()).isEmpty();
      assertThat(coverage.getClasses())
          .singleElement()
          .satisfies(
              type ->
                  assertThat(type.getMethods())
                      .filteredOn(method -> method.getName().equals("deploy"))
                      .singleElement()
                      .satisfies(
                          deploy ->
                              assertThat(deploy.getBranchCounter().getStatus())
                                  .isEqualTo(ICounter.FULLY_COVERED)));
    }

    /** The probes of each class, by its name and the identity that JaCoCo gave it. */
    public List<String> probes() {
      Collection<ExecutionData> data = read().getExecutionDataStore().getContents();
      return data.stream()
          .map(ofClass -> ofClass + " " + Arrays.toString(ofClass.getProbes()))
          .sorted()
          .toList();
    }

    private ExecFileLoader read() {
      ExecFileLoader loader = new ExecFileLoader();
      try {
        loader.load(file.toFile());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return loader;
    }
  }

  /** See {@link #jmxExporter}. */
  record JmxExporter(Path jar, int port, Path config) implements SecondAgent {

    @Override
    public List<String> arguments() {
      return List.of("-javaagent:" + jar + "=127.0.0.1:" + port + ":" + config);
    }

    @Override
    public void assertAtWork(ForkedJvm jvm) {
      Exposition metrics = Http.metrics(port);
      assertThat(metrics.value("jvm_threads_current")).isPositive();
      assertThat(metrics.value("java_lang_Threading_ThreadCount")).isPositive();
      assertThat(metrics.has("deployments_total")).isFalse();
    }
  }

  /** See {@link #datadog}. */
  record Datadog(Path jar, Path file) implements SecondAgent {

    @Override
    public List<String> arguments() {
      return List.of(
          "-Ddd.trace.methods=com.acme.subjects.Accompanied[request]",
          "-Ddd.writer.type=TraceStructureWriter:" + file,
          "-Ddatadog.slf4j.simpleLogger.defaultLogLevel=off", // there is no backend
          "-Ddd.instrumentation.telemetry.enabled=false",
          "-Ddd.remote_config.enabled=false",
          "-Ddd.jmxfetch.enabled=false",
          "-Ddd.crashtracking.enabled=false",
          "-javaagent:" + jar);
    }

    /** From 24 on the JVM warns of its native access, when it comes to that. */
    @Override
    public boolean isByChance(String line) {
      return line.isEmpty() || line.startsWith("WARNING: ");
    }

    @Override
    public void assertDone(Ending ending) {
      try {
        assertThat(Files.readAllLines(file)).hasSize(Accompanied.COMMANDS.size());
        Files.delete(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
