package io.deploytelemetry.benchmarks;

import java.io.File;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the contestants in rounds, one fresh JVM each, so that a machine whose speed wanders slows
 * them all alike, and prints every one as a multiple of two clock reads in the same round. The
 * woven methods' JVMs get the agent of {@code -Dtelemetry.jar}, that with OpenTelemetry's that of
 * {@code -Dopentelemetry.jar}. Arguments are JMH's; {@code -f} is the number of rounds, {@code -t}
 * a number of threads instead of one and two.
 */
public final class Main {

  private static final int[] THREADS = {1, 2};
  private static final String BYTES = "gc.alloc.rate.norm";

  /** Names the jar of OpenTelemetry's agent; without it nothing is measured under that. */
  private static final String OPENTELEMETRY = "opentelemetry.jar";

  private final CommandLineOptions arguments;

  /** The same without the names: JMH would add those to the one that is to run. */
  private final CommandLineOptions options;

  private final String agent;
  private final Map<String, Figures> figures = new LinkedHashMap<>();

  private Main(String[] args, String agent) throws CommandLineOptionException {
    this.arguments = new CommandLineOptions(args);
    List<String> withoutNames = new ArrayList<>(List.of(args));
    withoutNames.removeAll(arguments.getIncludes());
    this.options = new CommandLineOptions(withoutNames.toArray(new String[0]));
    this.agent = agent;
  }

  /** Measures; see the class. */
  public static void main(String[] args) throws CommandLineOptionException, RunnerException {
    File jar = new File(System.getProperty("telemetry.jar", "agent/target/telemetry.jar"));
    if (!jar.isFile()) {
      System.err.println(jar + " is missing; build it, or name it with -Dtelemetry.jar=…");
      System.exit(1);
    }
    new Main(args, jar.getAbsolutePath()).run();
  }

  private void run() throws RunnerException {
    int rounds = arguments.getForkCount().orElse(3);
    int[] threads =
        arguments.getThreads().hasValue() ? new int[] {arguments.getThreads().get()} : THREADS;
    Collection<String> names = names();
    for (int round = 0; round < rounds; round++) {
      for (int count : threads) {
        for (String name : names) {
          figures.computeIfAbsent(name, unused -> new Figures()).add(count, measure(name, count));
        }
      }
    }
    print(threads);
  }

  private Collection<String> names() {
    Collection<String> names = new TreeSet<>();
    List<String> includes = new ArrayList<>(arguments.getIncludes());
    if (includes.isEmpty()) {
      includes.add(".*");
    }
    for (BenchmarkListEntry entry :
        BenchmarkList.defaultList()
            .find(
                OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT),
                includes,
                arguments.getExcludes())) {
      names.add(entry.getUsername());
    }
    if (System.getProperty(OPENTELEMETRY) == null) {
      names.removeIf(Main::isOfOpenTelemetry);
    }
    return names;
  }

  private static boolean isOfOpenTelemetry(String name) {
    return name.startsWith(SuspendSpans.class.getName() + ".")
        || name.equals(Monos.class.getName() + ".openTelemetry");
  }

  private RunResult measure(String name, int threads) throws RunnerException {
    ChainedOptionsBuilder run =
        new OptionsBuilder()
            .parent(options)
            .include("^" + name + "$")
            .forks(1)
            .threads(threads)
            .warmupIterations(options.getWarmupIterations().orElse(3))
            .warmupTime(options.getWarmupTime().orElse(TimeValue.seconds(1)))
            .measurementIterations(options.getMeasurementIterations().orElse(5))
            .measurementTime(options.getMeasurementTime().orElse(TimeValue.seconds(1)))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true);
    List<String> jvmArguments = new ArrayList<>();
    jvmArguments.add("-Xmx256m");
    if (name.startsWith(Woven.class.getName() + ".")
        || name.equals(Monos.class.getName() + ".woven")) {
      jvmArguments.add("-javaagent:" + agent + "=port=0,log.level=off");
    } else if (isOfOpenTelemetry(name)) {
      jvmArguments.add("-javaagent:" + System.getProperty(OPENTELEMETRY));
      jvmArguments.add("-Dotel.traces.exporter=none");
      jvmArguments.add("-Dotel.metrics.exporter=none");
      jvmArguments.add("-Dotel.logs.exporter=none");
    }
    run.jvmArgsAppend(jvmArguments.toArray(new String[0]));
    return new Runner(run.build()).runSingle();
  }

  private void print(int[] threads) {
    String clock = Bare.class.getName() + ".twoClockReads";
    Figures reference = figures.get(clock);
    StringBuilder head = new StringBuilder("\n| |");
    StringBuilder line = new StringBuilder("|---|");
    for (int count : threads) {
      head.append(String.format(" ns, %1$d thread(s) | × two clock reads | bytes |", count));
      line.append("---|---|---|");
    }
    System.out.println(head);
    System.out.println(line);
    figures.forEach(
        (name, of) -> {
          StringBuilder row = new StringBuilder("| ");
          row.append(name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1));
          for (int count : threads) {
            row.append(" | ").append(of.row(count, reference));
          }
          System.out.println(row.append(" |"));
        });
  }

  /** One contestant's figures, a value a round for each number of threads. */
  private static final class Figures {

    private final Map<Integer, List<Double>> nanos = new LinkedHashMap<>();
    private final Map<Integer, List<Double>> bytes = new LinkedHashMap<>();

    void add(int threads, RunResult result) {
      nanos
          .computeIfAbsent(threads, unused -> new ArrayList<>())
          .add(result.getPrimaryResult().getScore());
      Result<?> allocated = result.getSecondaryResults().get(BYTES);
      bytes
          .computeIfAbsent(threads, unused -> new ArrayList<>())
          .add(allocated == null ? Double.NaN : allocated.getScore());
    }

    String row(int threads, Figures reference) {
      List<Double> own = nanos.get(threads);
      String ratios = "";
      if (reference != null) {
        List<Double> multiples = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
          multiples.add(own.get(i) / reference.nanos.get(threads).get(i));
        }
        ratios = spread("%.2f", multiples);
      }
      return spread("%.1f", own) + " | " + ratios + " | " + spread("%.1f", bytes.get(threads));
    }

    private static String spread(String format, List<Double> values) {
      double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      int middle = sorted.length / 2;
      double median =
          sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
      String text = String.format(format, median);
      String least = String.format(format, sorted[0]);
      String most = String.format(format, sorted[sorted.length - 1]);
      return least.equals(most) ? text : text + " (" + least + "–" + most + ")";
    }
  }
}
