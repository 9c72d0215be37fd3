package io.deploytelemetry.it.harness;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Java sources compiled by a test, where a class path of its own or a newer release is needed. */
public final class Sources {

  private final Map<String, String> files = new LinkedHashMap<>();
  private final List<Path> classPath = new ArrayList<>(List.of(Artifacts.annotations()));
  private final List<String> options = new ArrayList<>();
  private int release = 8;

  /** Adds a source file; {@code path} is as {@code com/acme/Deployer.java}. */
  public Sources file(String path, String text) {
    files.put(path, text);
    return this;
  }

  /** Adds to the class path, which starts with the annotations. */
  public Sources classPath(List<Path> entries) {
    classPath.addAll(entries);
    return this;
  }

  /** Compiles for this release instead of 8. */
  public Sources release(int feature) {
    release = feature;
    return this;
  }

  /** Adds options of javac. */
  public Sources options(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /** Compiles into {@code directory/classes} and returns that. */
  public Path compileTo(Path directory) throws IOException {
    Path sources = Files.createDirectories(directory.resolve("sources"));
    Path classes = Files.createDirectories(directory.resolve("classes"));
    List<Path> paths = new ArrayList<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = sources.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      paths.add(Files.writeString(path, file.getValue()));
    }
    List<String> arguments = new ArrayList<>(List.of("-d", classes.toString()));
    arguments.addAll(List.of("--release", Integer.toString(release), "-Xlint:-options"));
    arguments.addAll(List.of("-cp", Artifacts.path(classPath)));
    arguments.addAll(options);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  manager,
                  null,
                  arguments,
                  null,
                  manager.getJavaFileObjectsFromPaths(paths))
              .call();
      if (!compiled) {
        throw new AssertionError("javac refuses the test's sources:\n" + messages);
      }
    }
    return classes;
  }
}
