package io.deploytelemetry.agent.weave;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Loads and links every class of a corpus in this JVM, which verifies each of them, and writes what
 * came of it: one line for each class, then what the weaver counted. The corpus is that of the
 * arguments: the file to write, the names of modules separated by commas or {@code all}, jars.
 */
public final class CorpusRun {

  static final String LINKED = "linked";
  static final String COUNT = "#";

  private final PrintWriter out;

  private CorpusRun(PrintWriter out) {
    this.out = out;
  }

  public static void main(String[] arguments) throws Exception {
    List<Path> jars = Arrays.stream(arguments).skip(2).map(Path::of).toList();
    try (PrintWriter out = new PrintWriter(arguments[0], StandardCharsets.UTF_8)) {
      CorpusRun run = new CorpusRun(out);
      run.modules(arguments[1]);
      CorpusLoader loader = new CorpusLoader(jars);
      run.jars(loader);
      if (CorpusAgent.weaving() == null) {
        run.time(loader);
      } else {
        run.counts(CorpusAgent.weaving());
      }
    }
  }

  private void modules(String names) throws IOException {
    Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
    List<String> wanted = Arrays.asList(names.split(","));
    for (Module module : ModuleLayer.boot().modules()) {
      if (names.equals("all") || wanted.contains(module.getName())) {
        for (String name : classes(root.resolve(module.getName()))) {
          link(name, () -> Class.forName(module, name));
        }
      }
    }
  }

  private static List<String> classes(Path module) throws IOException {
    List<String> names = new ArrayList<>();
    if (Files.isDirectory(module)) {
      try (Stream<Path> files = Files.walk(module)) {
        files
            .map(file -> module.relativize(file).toString())
            .filter(file -> file.endsWith(".class") && !file.equals("module-info.class"))
            .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
            .forEach(names::add);
      }
    }
    return names;
  }

  private void jars(CorpusLoader loader) {
    for (String name : loader.names()) {
      if (!loader.isOfTheJdk(name)) {
        link(name, () -> Class.forName(name, false, loader));
      }
    }
  }

  /** Weaves once more, here, where nothing that the weaver itself uses is woven. */
  private void time(CorpusLoader loader) throws IOException {
    WeaveEverything weaving = new WeaveEverything(new int[1]);
    for (String name : loader.names()) {
      weaving.weave(name.replace('.', '/'), loader.bytes(name));
    }
    out.println(COUNT + "timed\t" + weaving.classes());
    out.println(COUNT + "nanos\t" + weaving.nanos());
  }

  private interface Loading {
    Class<?> load() throws Exception;
  }

  private void link(String name, Loading loading) {
    String result;
    try {
      Class<?> type = loading.load();
      if (type == null) {
        result = "not found";
      } else {
        link(type);
        weaveIfUnseen(type);
        result = LINKED;
      }
    } catch (Throwable thrown) {
      result = thrown.toString().lines().findFirst().orElse("");
    }
    out.println(name + '\t' + result);
  }

  /**
   * To reflect on a class links it first. What then fails for the lack of another class has been
   * verified if any of the three ways to reflect succeeds.
   */
  private static void link(Class<?> type) {
    try {
      type.getDeclaredMethods();
    } catch (NoClassDefFoundError | TypeNotPresentException lacking) {
      try {
        type.getDeclaredFields();
      } catch (NoClassDefFoundError | TypeNotPresentException lackingAgain) {
        type.getDeclaredConstructors();
      }
    }
  }

  private static void weaveIfUnseen(Class<?> type) throws Exception {
    WeaveEverything weaving = CorpusAgent.weaving();
    if (weaving != null && !weaving.hasSeen(type.getName().replace('.', '/'))) {
      CorpusAgent.weaveAgain(type);
    }
  }

  private void counts(WeaveEverything weaving) {
    out.println(COUNT + "methods\t" + weaving.methods());
    for (Map.Entry<String, Integer> reason : weaving.leftAlone().entrySet()) {
      out.println(COUNT + "left\t" + reason.getValue() + '\t' + reason.getKey());
    }
    for (Map.Entry<String, String> failure : weaving.failed().entrySet()) {
      out.println(COUNT + "failed\t" + failure.getKey() + '\t' + failure.getValue());
    }
  }
}
