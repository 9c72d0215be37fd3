package io.deploytelemetry.agent.weave;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Weaves all modules of this JDK and all jars of a folder, then runs real programs of theirs, and
 * prints the figures. Started by {@code corpus.sh}.
 */
public final class WholeCorpus {

  private WholeCorpus() {}

  /** The arguments: a folder to work in, the folder of the jars, the folder of the programs. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    List<Path> jars = jars(Path.of(arguments[1]).toAbsolutePath());
    System.out.printf("Java %s, %,d jars%n", System.getProperty("java.version"), jars.size());
    Corpus.Figures figures = new Corpus("all", jars).weave(folder);
    System.out.print(figures);
    boolean isSame = true;
    for (RealProgram program :
        RealProgram.ofTheCorpus(Path.of(arguments[2]).toAbsolutePath(), jars)) {
      RealProgram.Comparison comparison = program.compare(folder);
      System.out.println(comparison);
      isSame &= comparison.isSame();
    }
    if (!isSame || !figures.failures().isEmpty()) {
      System.exit(1);
    }
  }

  private static List<Path> jars(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }
}
