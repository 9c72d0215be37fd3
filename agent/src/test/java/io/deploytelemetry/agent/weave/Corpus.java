package io.deploytelemetry.agent.weave;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The classes of some modules and jars, loaded twice: in a JVM as they are, and in one in which
 * every method of every class is woven. What fails in the second and not in the first is a failure
 * of the weaver.
 */
final class Corpus {

  private final String modules;
  private final List<Path> jars;

  /**
   * Makes a corpus.
   *
   * @param modules names of modules of the JDK, separated by commas; {@code all} for all
   */
  Corpus(String modules, List<Path> jars) {
    this.modules = modules;
    this.jars = List.copyOf(jars);
  }

  /** What came of it. */
  record Figures(
      int classes,
      int verified,
      Map<String, String> unlinkable,
      long methods,
      Map<String, Integer> leftAlone,
      Map<String, String> failures,
      long nanosPerClass) {

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      text.append(String.format("classes                            %,9d%n", classes));
      text.append(String.format("  woven and verified               %,9d%n", verified));
      text.append(String.format("  that cannot be linked as they are%,9d%n", unlinkable.size()));
      text.append(String.format("methods woven                      %,9d%n", methods));
      leftAlone.forEach(
          (reason, count) -> text.append(String.format("  left alone: %,d: %s%n", count, reason)));
      text.append(
          String.format("microseconds to weave a class      %,9d%n", nanosPerClass / 1_000));
      text.append(String.format("failures                           %,9d%n", failures.size()));
      failures.forEach((name, why) -> text.append(String.format("  %s: %s%n", name, why)));
      return text.toString();
    }
  }

  /** Loads the corpus twice, at the same time, and compares. */
  Figures weave(Path folder) throws IOException, InterruptedException {
    WovenJvm jvm = new WovenJvm(folder);
    String[] main = {"-Xmx2g", "--add-modules", "ALL-SYSTEM", "-cp", WovenJvm.classPath()};
    Process plain = start(folder, "plain", jvm.plain(main));
    Process woven = start(folder, "woven", jvm.woven("", main));
    try {
      await(plain, folder.resolve("plain.log"));
      await(woven, folder.resolve("woven.log"));
    } finally {
      plain.destroyForcibly();
      woven.destroyForcibly();
    }
    return compare(folder.resolve("plain.tsv"), folder.resolve("woven.tsv"));
  }

  private Process start(Path folder, String name, List<String> java) throws IOException {
    List<String> command = new ArrayList<>(java);
    command.add(CorpusRun.class.getName());
    command.add(folder.resolve(name + ".tsv").toString());
    command.add(modules);
    jars.forEach(jar -> command.add(jar.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".log").toFile())
        .start();
  }

  private static void await(Process process, Path log) throws IOException, InterruptedException {
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the JVM failed: " + Files.readString(log));
    }
  }

  private static Figures compare(Path plainResults, Path wovenResults) throws IOException {
    Map<String, String> plain = new HashMap<>();
    Map<String, Long> counts = new HashMap<>();
    for (String line : Files.readAllLines(plainResults)) {
      String[] columns = line.split("\t", 2);
      if (line.startsWith(CorpusRun.COUNT)) {
        counts.put(columns[0].substring(1), Long.valueOf(columns[1]));
      } else {
        plain.put(columns[0], columns[1]);
      }
    }
    Map<String, String> unlinkable = new TreeMap<>();
    Map<String, String> failures = new TreeMap<>();
    Map<String, Integer> leftAlone = new TreeMap<>();
    int classes = 0;
    for (String line : Files.readAllLines(wovenResults)) {
      String[] columns = line.split("\t", 3);
      if (!line.startsWith(CorpusRun.COUNT)) {
        classes++;
        String before = plain.remove(columns[0]);
        if (isUnlinkable(before, columns[1])) {
          unlinkable.put(columns[0], columns[1]);
        } else if (!columns[1].equals(before)) {
          failures.put(columns[0], columns[1] + ", and unwoven: " + before);
        }
      } else if (columns[0].endsWith("left")) {
        leftAlone.put(columns[2], Integer.valueOf(columns[1]));
      } else if (columns[0].endsWith("failed")) {
        failures.put(columns[1], columns[2]);
      } else {
        counts.put(columns[0].substring(1), Long.valueOf(columns[1]));
      }
    }
    plain.forEach((name, result) -> failures.put(name, "lost; unwoven: " + result));
    return new Figures(
        classes,
        classes - unlinkable.size() - failures.size(),
        unlinkable,
        counts.get("methods"),
        leftAlone,
        failures,
        counts.get("nanos") / Math.max(1, counts.get("timed")));
  }

  /**
   * Whether a class lacks others that it needs, in both runs. Which of them it lacks first depends
   * on what happens to be loaded; but woven it must not be the first to be invalid.
   */
  private static boolean isUnlinkable(String plain, String woven) {
    return plain != null
        && !plain.equals(CorpusRun.LINKED)
        && !woven.equals(CorpusRun.LINKED)
        && (kind(plain).equals(kind(woven))
            || !(kind(woven).endsWith("VerifyError") || kind(woven).endsWith("FormatError")));
  }

  private static String kind(String result) {
    return result.split(":", 2)[0];
  }
}
