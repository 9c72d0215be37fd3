package io.deploytelemetry.agent.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/metrics.md} holds a table made of the catalogue; with {@code -Dwrite.documents=true}
 * this test writes it, otherwise it compares.
 */
class MetricsDocumentTest {

  private static final Path DOCUMENT = Path.of("../docs/metrics.md");
  private static final String BEGIN = "<!-- families: made by MetricsDocumentTest -->\n";
  private static final String END = "<!-- end of families -->\n";

  @Test
  void documentShowsTheCatalogueAsItIs() throws IOException {
    String text = Files.readString(DOCUMENT, StandardCharsets.UTF_8);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    assertThat(begin).as("marks").isBetween(BEGIN.length(), end);
    String expected = text.substring(0, begin) + table() + text.substring(end);
    if (Boolean.getBoolean("write.documents")) {
      Files.writeString(DOCUMENT, expected, StandardCharsets.UTF_8);
    }
    assertThat(Files.readString(DOCUMENT, StandardCharsets.UTF_8)).isEqualTo(expected);
  }

  private static String table() {
    StringBuilder table =
        new StringBuilder("| Metric | Type | Labels | Meaning |\n|---|---|---|---|\n");
    for (Family family : Family.values()) {
      table
          .append("| `")
          .append(family.fullName())
          .append("` | ")
          .append(family.type().name().toLowerCase(Locale.ROOT))
          .append(" | ")
          .append(String.join(", ", family.labels()))
          .append(" | ")
          .append(family.help())
          .append(" |\n");
    }
    return table.toString();
  }
}
