package io.deploytelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/configuration.md} and the table in the README are made of the options; with {@code
 * -Dwrite.documents=true} this test writes them, otherwise it compares.
 */
class ConfigurationDocumentTest {

  private static final String BEGIN = "<!-- options: made by ConfigurationDocumentTest -->\n";
  private static final String END = "<!-- end of options -->\n";

  @Test
  void documentsShowTheOptionsAsTheyAre() throws IOException {
    for (Path document :
        new Path[] {Path.of("../docs/configuration.md"), Path.of("../README.md")}) {
      String text = Files.readString(document, StandardCharsets.UTF_8);
      int begin = text.indexOf(BEGIN) + BEGIN.length();
      int end = text.indexOf(END);
      assertThat(begin).as("marks in %s", document).isBetween(BEGIN.length(), end);
      String expected = text.substring(0, begin) + table() + text.substring(end);
      if (Boolean.getBoolean("write.documents")) {
        Files.writeString(document, expected, StandardCharsets.UTF_8);
      }
      assertThat(Files.readString(document, StandardCharsets.UTF_8)).isEqualTo(expected);
    }
  }

  private static String table() {
    StringBuilder table =
        new StringBuilder("| Option | Default | Meaning | Values |\n|---|---|---|---|\n");
    for (Option option : Option.values()) {
      table
          .append("| `")
          .append(option.key())
          .append("` | ")
          .append(option.defaultValue().isEmpty() ? "" : "`" + option.defaultValue() + "`")
          .append(" | ")
          .append(option.meaning())
          .append(" | ")
          .append(option.allowed())
          .append(" |\n");
    }
    return table.toString();
  }
}
