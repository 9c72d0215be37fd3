package io.deploytelemetry.agent.weave;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that is run twice, as it is and with all its classes and the JDK's woven, each time in
 * an empty folder; it must say and write the same.
 */
final class RealProgram {

  private final String name;
  private final List<Path> classPath;
  private final List<String> command;

  /**
   * Makes a program.
   *
   * @param command the main class and its arguments
   */
  RealProgram(String name, List<Path> classPath, String... command) {
    this.name = name;
    this.classPath = List.copyOf(classPath);
    this.command = List.of(command);
  }

  /** Compilers, interpreters and a database from the jars of the whole corpus. */
  static List<RealProgram> ofTheCorpus(Path sources, List<Path> jars) {
    String kotlinLibrary = named(jars, "kotlin-stdlib-[0-9].*");
    String scalaLibraries =
        named(jars, "scala-library-.*") + File.pathSeparator + named(jars, "scala3-library_3-.*");
    return List.of(
        javac(sources.resolve("Program.java")),
        new RealProgram(
            "ecj",
            jars,
            "org.eclipse.jdt.internal.compiler.batch.Main",
            "-17",
            "-d",
            "out",
            sources.resolve("Program.java").toString()),
        new RealProgram(
            "kotlinc",
            jars,
            "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
            "-no-stdlib",
            "-cp",
            kotlinLibrary,
            "-d",
            "out",
            sources.resolve("program.kt").toString()),
        new RealProgram(
            "scalac 2.13",
            jars,
            "scala.tools.nsc.Main",
            "-cp",
            scalaLibraries,
            "-d",
            ".",
            sources.resolve("program.scala").toString()),
        new RealProgram(
            "scalac 3",
            jars,
            "dotty.tools.dotc.Main",
            "-classpath",
            scalaLibraries,
            "-d",
            ".",
            sources.resolve("program.scala").toString()),
        new RealProgram(
            "groovy", jars, "groovy.ui.GroovyMain", sources.resolve("program.groovy").toString()),
        new RealProgram("clojure", jars, "clojure.main", sources.resolve("program.clj").toString()),
        new RealProgram("jruby", jars, "org.jruby.Main", sources.resolve("program.rb").toString()),
        new RealProgram(
            "h2",
            jars,
            "org.h2.tools.RunScript",
            "-showResults",
            "-url",
            "jdbc:h2:mem:corpus",
            "-script",
            sources.resolve("program.sql").toString()));
  }

  /** The compiler of the JDK, which needs no jar. */
  static RealProgram javac(Path source) {
    return new RealProgram(
        "javac", List.of(), "com.sun.tools.javac.Main", "-d", "out", source.toString());
  }

  private static String named(List<Path> jars, String pattern) {
    return jars.stream()
        .filter(jar -> jar.getFileName().toString().matches(pattern))
        .map(Path::toString)
        .findFirst()
        .orElseThrow();
  }

  /** Both runs. The calls are of every method of every class, the JDK's included. */
  record Comparison(String name, Run plain, Run woven, long calls, long endedTwice) {

    boolean isSame() {
      return plain.equals(woven) && endedTwice == 0;
    }

    @Override
    public String toString() {
      return isSame()
          ? String.format(
              "%-12s the same: exit code %d, %,d characters, %,d files; %,d calls",
              name, woven.exitCode, woven.output.length(), woven.files.size(), calls)
          : String.format(
              "%-12s NOT the same (%d calls ended twice):%n%s%nand woven:%n%s",
              name, endedTwice, plain, woven);
    }
  }

  /** What a run leaves: what it said, and its files with the hash of what is in them. */
  record Run(int exitCode, String output, Map<String, Integer> files) {}

  Comparison compare(Path folder) throws IOException, InterruptedException {
    WovenJvm jvm = new WovenJvm(folder);
    Path counts = folder.resolve("calls.txt").toAbsolutePath();
    String joined =
        Stream.concat(Stream.of(WovenJvm.classPath()), classPath.stream().map(Path::toString))
            .collect(Collectors.joining(File.pathSeparator));
    String[] options = {"-Xmx2g", "-Duser.language=en", "-cp", joined};
    Run plain = run(folder, "plain", jvm.plain(options));
    Run woven = run(folder, "woven", jvm.woven(counts.toString(), options));
    if (Files.notExists(counts)) {
      throw new IllegalStateException("the woven program counted nothing: " + woven);
    }
    String[] calls = Files.readString(counts).split(" ");
    return new Comparison(name, plain, woven, Long.parseLong(calls[0]), Long.parseLong(calls[1]));
  }

  private Run run(Path folder, String kind, List<String> java)
      throws IOException, InterruptedException {
    Path place = folder.resolve(name.replace(' ', '-')).resolve(kind);
    Files.createDirectories(place.resolve("out"));
    Path said = place.resolveSibling(kind + ".txt");
    List<String> whole = new ArrayList<>(java);
    whole.addAll(command);
    int exitCode =
        new ProcessBuilder(whole)
            .directory(place.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start()
            .waitFor();
    return new Run(exitCode, Files.readString(said), files(place));
  }

  private static Map<String, Integer> files(Path place) throws IOException {
    Map<String, Integer> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        hashes.put(place.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return hashes;
  }
}
