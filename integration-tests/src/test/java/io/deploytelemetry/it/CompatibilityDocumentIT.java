package io.deploytelemetry.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Artifacts;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/compatibility.md: each row names a test that exists, and a version that is the
 * one in the build. A version belongs to the property of the build that the row's first column
 * names: {@code scala2.version} to {@code Scala 2}, {@code other.byte-buddy.version} to {@code an
 * own Byte Buddy}.
 */
class CompatibilityDocumentIT {

  private static final Pattern PROPERTY = Pattern.compile("<([\\w.-]+)\\.version>([^<]+)</");
  private static final Pattern TEST = Pattern.compile("`(\\w+IT)(?:\\.(\\w+))?`");
  private static final String NO_VERSION = "–";

  /** A row: What, Version, JDK, What was asserted, Test. */
  private record Row(String what, String version, String tests) {}

  @Test
  void everyVersionIsThatOfTheBuild() throws IOException {
    Map<String, List<String>> built = versions();
    for (Row row : rows()) {
      if (row.version().equals(NO_VERSION)) {
        continue;
      }
      String what = letters(row.what());
      assertThat(
              built.entrySet().stream()
                  .filter(property -> what.contains(property.getKey()))
                  .flatMap(property -> property.getValue().stream()))
          .as("the version in the build of " + row.what())
          .contains(row.version().split(", "));
    }
  }

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    for (Row row : rows()) {
      List<String> tests = TEST.matcher(row.tests()).results().map(m -> m.group()).toList();
      assertThat(tests).as("tests of " + row.what()).isNotEmpty().allSatisfy(this::exists);
    }
  }

  private void exists(String name) throws ClassNotFoundException {
    String[] parts = name.replace("`", "").split("\\.");
    Class<?> test = Class.forName(getClass().getPackageName() + "." + parts[0]);
    if (parts.length > 1) {
      assertThat(Arrays.stream(test.getDeclaredMethods()).map(Method::getName)).contains(parts[1]);
    }
  }

  private static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : text("docs/compatibility.md").split("\n")) {
      String[] cells = line.split("\\|");
      if (cells.length == 6 && !cells[1].isBlank() && !line.startsWith("|---")) {
        rows.add(new Row(cells[1].strip(), cells[2].strip(), cells[5].strip()));
      }
    }
    rows.removeIf(row -> row.what().equals("What"));
    assertThat(rows).hasSizeGreaterThan(20);
    return rows;
  }

  /** The versions in the poms by the names of their properties, which may be there twice. */
  private static Map<String, List<String>> versions() throws IOException {
    Map<String, List<String>> versions = new LinkedHashMap<>();
    for (String pom : List.of("pom.xml", "integration-tests/pom.xml")) {
      PROPERTY
          .matcher(text(pom))
          .results()
          .forEach(
              found -> {
                String name = found.group(1).replaceAll("^(other|old)\\.|-[0-9.]+$", "");
                versions.computeIfAbsent(letters(name), n -> new ArrayList<>()).add(found.group(2));
              });
    }
    return versions;
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static String text(String path) throws IOException {
    return Files.readString(Artifacts.ofRepository(path), UTF_8);
  }
}
