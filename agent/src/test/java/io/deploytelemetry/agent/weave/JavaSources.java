package io.deploytelemetry.agent.weave;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Source files that are compiled in memory, against the class path of the tests. */
final class JavaSources {

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
  private static final StandardJavaFileManager FILES =
      COMPILER.getStandardFileManager(null, null, null);

  private final Map<String, String> sources = new LinkedHashMap<>();

  /** Adds the source of a top-level class. */
  JavaSources add(String className, String source) {
    sources.put(className, source);
    return this;
  }

  /** Says what the compiler found, and in what. */
  static final class DoesNotCompileException extends Exception {

    private static final long serialVersionUID = 1;

    DoesNotCompileException(String message) {
      super(message);
    }
  }

  /** The class files, by the names of the classes. */
  Map<String, byte[]> compile(String... options) throws DoesNotCompileException {
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((name, source) -> units.add(new Source(name, source)));
    Compiled compiled = new Compiled(FILES);
    StringWriter said = new StringWriter();
    List<String> all = new ArrayList<>(List.of("-proc:none", "-nowarn", "-XDuseUnsharedTable"));
    all.addAll(List.of(options));
    if (!COMPILER.getTask(said, compiled, null, all, null, units).call()) {
      throw new DoesNotCompileException(said + String.join("\n", sources.values()));
    }
    Map<String, byte[]> classes = new TreeMap<>();
    compiled.classes.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
    return classes;
  }

  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(String className, String text) {
      super(URI.create("memory:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Compiled extends ForwardingJavaFileManager<JavaFileManager> {

    private final Map<String, ByteArrayOutputStream> classes = new TreeMap<>();

    Compiled(JavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
        @Override
        public OutputStream openOutputStream() throws IOException {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          classes.put(className, bytes);
          return bytes;
        }
      };
    }
  }
}
