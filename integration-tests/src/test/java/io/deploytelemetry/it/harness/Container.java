package io.deploytelemetry.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One start of somebody else's container with the {@link Shop} in it, in a folder of its own.
 *
 * @param folder what is written differently for this start alone
 * @param launch the environment and the JDK
 * @param command the container's own script
 * @param started a part of the line that it writes when it has started, empty if there is none
 * @param port where it serves
 * @param page the page of the shop
 * @param log its log file, beside the standard streams; need not exist
 */
public record Container(
    Path folder,
    JvmLaunch launch,
    List<String> command,
    String started,
    int port,
    String page,
    Path log) {

  /** An option of every start, by which lines that tell the options are known. */
  private static final String HEAP = "-Xmx512m";

  /** What Payara Micro calls itself, and what of it had time to end before its log did. */
  private static final Pattern NAMED_BY_CHANCE =
      Pattern.compile(
          "DataGrid: |\"Instance Name\"|Terminating forcefully|have been shut down|^\\s*$");

  /** From Java 24 on the JVM warns of the first caller only, and threads race to be that. */
  private static final String FIRST_CALLER =
      "(sun\\.misc\\.Unsafe::|called by |maintainers of class )[\\w.$]+";

  /** How a container is started in an empty folder with options of the JVM. */
  public interface Starter {
    Container in(Path folder, String options) throws IOException;
  }

  /**
   * Starts a container without the agent and with it, uses the shop and stops it: the second time
   * all calls are counted, and the same lines are written as the first time.
   */
  public static void assertMeasuredAndUndisturbed(Path directory, Starter starter)
      throws IOException {
    List<String> without = starter.in(folder(directory, "without"), HEAP).lines(false);
    String options = HEAP + " " + JvmLaunch.javaagent("port=0");
    List<String> with = starter.in(folder(directory, "with"), options).lines(true);
    assertThat(with)
        .filteredOn(line -> line.startsWith("[telemetry] "))
        .singleElement()
        .asString()
        .contains("serves http://");
    assertThat(with)
        .filteredOn(line -> !line.startsWith("[telemetry] "))
        .containsExactlyInAnyOrderElementsOf(without);
  }

  /** What it writes from its start to its end, without what differs anyway. */
  private List<String> lines(boolean isMeasured) {
    try (ForkedJvm jvm = launch.startTool(command)) {
      if (!started.isEmpty()) {
        jvm.awaitOutput(line -> line.contains(started));
      }
      Shop.deploy(port, page);
      if (isMeasured) {
        Shop.assertCounted(jvm, 1);
      }
      jvm.terminate().awaitEnding();
      return written(jvm).stream()
          .filter(line -> !line.contains(HEAP) && !line.contains("-javaagent:"))
          .filter(line -> !NAMED_BY_CHANCE.matcher(line).find())
          .map(line -> line.startsWith("[telemetry] ") ? line : withoutChance(line))
          .toList();
    }
  }

  private List<String> written(ForkedJvm jvm) {
    List<String> lines = new ArrayList<>(jvm.stdout());
    lines.addAll(jvm.stderr());
    if (Files.exists(log)) {
      try (Stream<String> logged = Files.lines(log)) {
        logged.forEach(lines::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return lines;
  }

  /**
   * Folders, identities, times, threads, ports and colours; and the agent in the class path, where
   * a JVM of Java 8 names it.
   */
  private String withoutChance(String line) {
    return line.replace(folder.toString(), "FOLDER")
        .replace(File.pathSeparator + Artifacts.agent(), "")
        .replaceAll("\u001b\\[[0-9;]*m", "")
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
        .replaceAll("\\([^)]*\\)|\\[[^]]*]", "")
        .replaceAll(FIRST_CALLER, "$1IT")
        .replaceAll("[0-9]+(-[A-Za-z]{3}-[0-9]+)?", "N")
        .trim();
  }

  private static Path folder(Path directory, String name) throws IOException {
    return Files.createDirectory(directory.resolve(name));
  }
}
