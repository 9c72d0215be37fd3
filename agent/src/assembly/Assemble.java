import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;

/**
 * Lays out the agent's jar: the premain class and the loader as they are, all else below inst/, in
 * a pack or as .classdata, the bridge moved to java.lang, the page as it is. Run by the build with
 * the agent's runtime class path: {@code java -cp CLASSPATH Assemble.java TARGET_FOLDER}.
 */
class Assemble {

  private static final String AGENT = "io/deploytelemetry/agent/";
  private static final String BRIDGE = AGENT + "bridge/";
  private static final List<String> OUTSIDE = List.of(AGENT + "premain/", AGENT + "loader/");

  /** Where libraries have their classes with which some of ours are defined; see GuestClass. */
  private static final List<String> HOSTS =
      List.of(
          "io/reactivex/rxjava3/core/",
          "kotlin/coroutines/jvm/internal/",
          "reactor/core/publisher/");

  /** The class file version that the JVM of every user accepts. */
  private static final byte JAVA_8 = 52;

  /** What goes into the pack, but for what only the command line needs. */
  private static final List<String> PACKED =
      List.of("inst/" + AGENT, "inst/java/lang/", "inst/net/bytebuddy/");

  private static final List<String> UNPACKED =
      List.of("inst/" + AGENT + "cli/", "inst/" + AGENT + "scan/");

  /** What is no class, as Page.java has made it. */
  private static final List<String> FILES = List.of("page.html.gz", "page.csp");

  /** The tag of a text in a constant pool. */
  private static final int UTF8 = 1;

  /** A class in a descriptor or signature. */
  private static final Pattern DESCRIBED = Pattern.compile("L([^;<]+)");

  /** ASM as Byte Buddy carries it, without the parts that only tools need. */
  private static final String ASM = "net/bytebuddy/jar/asm/";

  /** The name of everything in the jar, to its bytes. */
  private final Map<String, byte[]> entries = new TreeMap<>();

  public static void main(String[] arguments) throws IOException {
    Path target = Path.of(arguments[0]);
    Assemble assemble = new Assemble();
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
      assemble.addAll(new File(element));
    }
    assemble.write(target);
  }

  private void addAll(File element) throws IOException {
    if (element.isDirectory()) {
      try (var files = Files.walk(element.toPath())) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          add(
              element.toPath().relativize(file).toString().replace(File.separatorChar, '/'),
              Files.readAllBytes(file));
        }
      }
      return;
    }
    try (JarFile jar = new JarFile(element)) {
      List<? extends ZipEntry> all = Collections.list(jar.entries());
      for (ZipEntry entry : all) {
        if (isWanted(element.getName(), entry.getName())) {
          try (InputStream in = jar.getInputStream(entry)) {
            add(entry.getName(), in.readAllBytes());
          }
        }
      }
    }
  }

  private boolean isWanted(String jar, String name) {
    if (!name.endsWith(".class")
        || name.startsWith("META-INF/")
        || name.equals("module-info.class")) {
      return false;
    }
    if (jar.startsWith("byte-buddy-")) {
      return name.startsWith(ASM)
          && (name.indexOf('/', ASM.length()) < 0 || name.startsWith(ASM + "signature/"));
    }
    return !entries.containsKey("inst/" + name.replace(".class", ".classdata")) || !isStandIn(name);
  }

  /** The agent's classes come first on the class path; this one replaces client_java's. */
  private static boolean isStandIn(String name) {
    return name.equals("io/prometheus/metrics/config/PrometheusPropertiesLoader.class");
  }

  private void add(String name, byte[] bytes) {
    if (FILES.contains(name)) {
      entries.put("inst/" + name, bytes);
      return;
    }
    if (!name.endsWith(".class")) {
      throw new IllegalStateException(name + " is no class file; where in the jar does it belong?");
    }
    String entry = name;
    byte[] content = bytes;
    if (OUTSIDE.stream().noneMatch(name::startsWith)) {
      boolean isOurs = isOurs(name);
      content = isOurs ? remap(bytes) : bytes;
      if (isOurs) {
        content[7] =
            (byte) Math.min(content[7], JAVA_8); // what is compiled for Java 9 is never loaded on 8
      }
      entry = "inst/" + moved(name.substring(0, name.length() - 6)) + ".classdata";
    }
    if (entries.put(entry, content) != null) {
      throw new IllegalStateException(entry + " is there twice");
    }
  }

  private static boolean isOurs(String name) {
    return name.startsWith(AGENT) || HOSTS.stream().anyMatch(name::startsWith);
  }

  private static byte[] remap(byte[] bytes) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes)
        .accept(
            new ClassRemapper(
                writer,
                new Remapper(Opcodes.ASM9) {
                  @Override
                  public String map(String internalName) {
                    return moved(internalName);
                  }

                  /** The weaver has the bridge's name as a text. */
                  @Override
                  public Object mapValue(Object value) {
                    return value instanceof String text ? moved(text) : super.mapValue(value);
                  }
                }),
            0);
    return writer.toByteArray();
  }

  private static String moved(String internalName) {
    return internalName.startsWith(BRIDGE)
        ? "java/lang/" + internalName.substring(BRIDGE.length())
        : internalName;
  }

  /**
   * Leaves out of the libraries what nothing leads to from the agent's classes: a class is led to
   * where its name is in the constant pool of another, in whatever role, also as a text. It is a
   * fifth of the jar.
   */
  private void dropUnused() throws IOException {
    Set<String> used = new TreeSet<>();
    Deque<String> todo = new ArrayDeque<>();
    for (String entry : entries.keySet()) {
      if (FILES.contains(entry.replace("inst/", ""))) {
        used.add(entry);
      } else if (!entry.startsWith("inst/") || isOurs(entry.substring("inst/".length()))) {
        todo.add(entry);
      }
    }
    while (!todo.isEmpty()) {
      String entry = todo.remove();
      if (used.add(entry)) {
        for (String name : names(entries.get(entry))) {
          String named = "inst/" + name + ".classdata";
          if (entries.containsKey(named)) {
            todo.add(named);
          }
        }
      }
    }
    entries.keySet().retainAll(used);
  }

  /** What may be names of classes in the constant pool of a class file. */
  private static List<String> names(byte[] classFile) throws IOException {
    ClassReader reader = new ClassReader(classFile);
    List<String> names = new ArrayList<>();
    for (int item = 1; item < reader.getItemCount(); item++) {
      int at = reader.getItem(item);
      if (at > 0 && classFile[at - 1] == UTF8) {
        InputStream in = new ByteArrayInputStream(classFile, at, classFile.length - at);
        String text = new DataInputStream(in).readUTF();
        names.add(text.replace('.', '/'));
        DESCRIBED.matcher(text).results().forEach(found -> names.add(found.group(1)));
      }
    }
    return names;
  }

  /**
   * The agent's own classes and ASM in one entry, because a cold JVM takes 15 ms to read the ninety
   * of them that a start needs one by one. A count; for each class the hash of its internal name,
   * its offset and its length, in the order of the hashes; the class files. AgentLoader reads it.
   */
  private byte[] pack() throws IOException {
    Map<Integer, byte[]> byHash = new TreeMap<>();
    for (String name : List.copyOf(entries.keySet())) {
      if (isPacked(name)) {
        String internalName =
            name.substring("inst/".length(), name.length() - ".classdata".length());
        if (byHash.put(internalName.hashCode(), entries.remove(name)) != null) {
          throw new IllegalStateException(name + " has the hash of another class; rename it");
        }
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(byHash.size());
    int offset = 4 + 12 * byHash.size();
    for (Map.Entry<Integer, byte[]> entry : byHash.entrySet()) {
      out.writeInt(entry.getKey());
      out.writeInt(offset);
      out.writeInt(entry.getValue().length);
      offset += entry.getValue().length;
    }
    for (byte[] classFile : byHash.values()) {
      out.write(classFile);
    }
    return bytes.toByteArray();
  }

  private static boolean isPacked(String name) {
    return UNPACKED.stream().noneMatch(name::startsWith)
        && (PACKED.stream().anyMatch(name::startsWith)
            || HOSTS.stream().anyMatch(host -> name.startsWith("inst/" + host)));
  }

  private void write(Path target) throws IOException {
    deleteOld(target);
    dropUnused();
    entries.put("inst/agent.pack", pack());
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      Path file = target.resolve(entry.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, entry.getValue());
    }
  }

  /** What an earlier build has laid out may no longer belong into the jar. */
  private static void deleteOld(Path target) throws IOException {
    if (Files.exists(target)) {
      try (var files = Files.walk(target)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
