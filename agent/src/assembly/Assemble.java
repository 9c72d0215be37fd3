import io.deploytelemetry.agent.loader.AgentLoader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
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
 * Lays out the agent's jar: the premain class and the loader as they are, all other classes in
 * packs below inst/, the bridge moved to java.lang, the page as it is. Run by the build with the
 * agent's runtime class path: {@code java -cp CLASSPATH Assemble.java TARGET_FOLDER START_CLASSES}.
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

  /** What every start needs; see start.classes. */
  private static final String START = "start";

  /** What is in which pack, by the first prefix that fits. */
  private static final Map<String, String> PACK_OF_PREFIX = packOfPrefix();

  private static Map<String, String> packOfPrefix() {
    Map<String, String> packs = new LinkedHashMap<>();
    packs.put(AGENT + "cli/", "tools");
    packs.put(AGENT + "scan/", "tools");
    packs.put("org/apache/commons/cli/", "tools");
    packs.put("org/snakeyaml/", "yaml");
    packs.put("io/prometheus/metrics/shaded/", "protobuf");
    packs.put("io/prometheus/metrics/expositionformats/generated/", "protobuf");
    packs.put("io/prometheus/", "prometheus");
    packs.put("", "agent");
    return packs;
  }

  /** What is no class, as Page.java has made it. */
  private static final List<String> FILES = List.of("page.html.gz", "page.csp");

  /** The tag of a text in a constant pool. */
  private static final int UTF8 = 1;

  /** A class in a descriptor or signature. */
  private static final Pattern DESCRIBED = Pattern.compile("L([^;<]+)");

  /** ASM as Byte Buddy carries it, without the parts that only tools need. */
  private static final String ASM = "net/bytebuddy/jar/asm/";

  /** What is in the jar as it is, by its name there. */
  private final Map<String, byte[]> files = new TreeMap<>();

  /** The classes of the packs, by their internal names. */
  private final Map<String, byte[]> classes = new TreeMap<>();

  private final List<String> startClasses;

  private Assemble(List<String> startClasses) {
    this.startClasses = startClasses;
  }

  public static void main(String[] arguments) throws IOException {
    Path target = Path.of(arguments[0]);
    Assemble assemble = new Assemble(Files.readAllLines(Path.of(arguments[1])));
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
    return !isStandIn(name) || !classes.containsKey(internalName(name));
  }

  /** The agent's classes come first on the class path; this one replaces client_java's. */
  private static boolean isStandIn(String name) {
    return name.equals("io/prometheus/metrics/config/PrometheusPropertiesLoader.class");
  }

  private void add(String name, byte[] bytes) {
    byte[] before;
    if (FILES.contains(name)) {
      before = files.put("inst/" + name, bytes);
    } else if (!name.endsWith(".class")) {
      throw new IllegalStateException(name + " is no class file; where in the jar does it belong?");
    } else if (OUTSIDE.stream().anyMatch(name::startsWith)) {
      before = files.put(name, bytes);
    } else {
      boolean isOurs = isOurs(name);
      byte[] content = isOurs ? remap(bytes) : bytes;
      if (isOurs) {
        content[7] =
            (byte) Math.min(content[7], JAVA_8); // what is compiled for Java 9 is never loaded on 8
      }
      before = classes.put(moved(internalName(name)), content);
    }
    if (before != null) {
      throw new IllegalStateException(name + " is there twice");
    }
  }

  private static String internalName(String name) {
    return name.substring(0, name.length() - ".class".length());
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
    Deque<byte[]> todo = new ArrayDeque<>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (file.getKey().endsWith(".class")) {
        todo.add(file.getValue());
      }
    }
    for (Map.Entry<String, byte[]> each : classes.entrySet()) {
      if (isOurs(each.getKey()) && used.add(each.getKey())) {
        todo.add(each.getValue());
      }
    }
    while (!todo.isEmpty()) {
      for (String name : names(todo.remove())) {
        if (classes.containsKey(name) && used.add(name)) {
          todo.add(classes.get(name));
        }
      }
    }
    classes.keySet().retainAll(used);
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
   * Puts all classes into packs, one file behind the other, and makes their index. A cold JVM takes
   * 15 ms to read the 150 of a start one by one, and 4 ms to open a jar of a thousand entries.
   *
   * <p>The index is a count, and for each class two hashes of its internal name, the number of its
   * pack, its offset and its length, in the order of the first hash. It begins the first pack.
   */
  private void pack() {
    Map<String, ByteArrayOutputStream> packs = new LinkedHashMap<>();
    AgentLoader.PACKS.forEach(pack -> packs.put(pack, new ByteArrayOutputStream()));
    packs.get(START).writeBytes(new byte[Integer.BYTES * (1 + 5 * classes.size())]);
    Map<Integer, int[]> index = new TreeMap<>();
    classes.forEach(
        (name, classFile) -> {
          String pack = packOf(name);
          ByteArrayOutputStream out = packs.get(pack);
          int[] place = {
            name.hashCode(),
            AgentLoader.secondHash(name),
            AgentLoader.PACKS.indexOf(pack),
            out.size(),
            classFile.length
          };
          out.writeBytes(classFile);
          if (index.put(place[0], place) != null) {
            throw new IllegalStateException(name + " has the hash of another class; rename it");
          }
        });
    packs.forEach((pack, all) -> files.put("inst/" + pack + ".pack", all.toByteArray()));
    ByteBuffer start = ByteBuffer.wrap(files.get("inst/" + START + ".pack"));
    start.putInt(index.size());
    for (int[] place : index.values()) {
      for (int number : place) {
        start.putInt(number);
      }
    }
  }

  private String packOf(String name) {
    if (startClasses.contains(named(name))) {
      return START;
    }
    return PACK_OF_PREFIX.entrySet().stream()
        .filter(each -> name.startsWith(each.getKey()))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  /** The class around those that have only a number: which there are depends on the compiler. */
  private static String named(String name) {
    return name.replaceFirst("(\\$[0-9]+)+$", "");
  }

  private void write(Path target) throws IOException {
    deleteOld(target);
    dropUnused();
    for (String name : startClasses) {
      if (!classes.containsKey(name)) {
        throw new IllegalStateException("start.classes names " + name + ", which is not there");
      }
    }
    pack();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = target.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
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
