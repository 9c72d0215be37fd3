package io.deploytelemetry.agent.start;

import io.deploytelemetry.agent.weave.Weaver;
import java.io.File;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Knows when the application's main class is being loaded: what the agent must not wake before
 * (logging, the MBean server) waits for it. Other agents' classes come earlier, so the name
 * matters; it may be in a jar's manifest, which is read off the main thread while classes are
 * loaded already.
 *
 * <p>Threads: those that load classes report, one waits.
 */
final class MainClass implements Weaver.LoadListener {

  /** For launchers that load it in a way that no transformer sees. */
  private static final long MOST_SECONDS = 30;

  private final CountDownLatch loaded = new CountDownLatch(1);
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  private volatile @Nullable String name;

  /** In a JVM to which the agent is attached it is long since loaded. */
  void isLoaded() {
    loaded.countDown();
  }

  @Override
  public void loading(String internalName) {
    if (loaded.getCount() == 0) {
      return;
    }
    String expected = name;
    if (expected == null) {
      seen.add(internalName);
      expected = name; // it may have become known meanwhile
    }
    if (internalName.equals(expected)) {
      loaded.countDown();
    }
  }

  /**
   * The name of the main class, as {@code Class.getName()} has it; {@code ""} if it is not known.
   */
  String binaryName() {
    String known = name;
    return known == null ? "" : known.replace('/', '.');
  }

  /** Waits until the main class is being loaded. */
  void await() throws InterruptedException {
    String expected =
        internalName(
            System.getProperty("sun.java.command", ""), System.getProperty("java.class.path", ""));
    if (expected == null) {
      return; // a launcher of another kind: there is nothing to wait for
    }
    name = expected;
    if (seen.contains(expected)) {
      loaded.countDown();
    }
    loaded.await(MOST_SECONDS, TimeUnit.SECONDS);
    seen.clear();
  }

  /**
   * The internal name of the class that a command starts; {@code null} if it cannot be told.
   *
   * @param command the value of {@code sun.java.command}: {@code a.jar}, {@code package.Class} or
   *     {@code module/package.Class}, and arguments
   */
  static @Nullable String internalName(String command, String classPath) {
    String jar = classPath.split(File.pathSeparator, 2)[0]; // Java 8 adds the agents behind it
    if (!jar.isEmpty()
        && (command.equals(jar) || command.startsWith(jar + " "))
        && new File(jar).isFile()) {
      return ofJar(new File(jar));
    }
    int end = command.indexOf(' ');
    String first = end < 0 ? command : command.substring(0, end);
    boolean isOfJdk = first.startsWith("jdk."); // java File.java
    boolean isModule = System.getProperty("jdk.module.main") != null;
    boolean isModuleOnly = isModule && first.indexOf('/') < 0;
    return first.isEmpty() || isOfJdk || isModuleOnly
        ? null
        : (isModule ? first.substring(first.indexOf('/') + 1) : first).replace('.', '/');
  }

  private static @Nullable String ofJar(File file) {
    try (JarFile jar = new JarFile(file, false)) {
      Manifest manifest = jar.getManifest();
      String main =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
      return main == null ? null : main.trim().replace('.', '/');
    } catch (IOException unreadable) {
      return null; // the launcher will say so
    }
  }
}
