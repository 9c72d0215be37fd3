package io.deploytelemetry.agent.config;

import io.deploytelemetry.agent.GeneratedTable;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The options in the documents are those of the code. */
class ConfigurationDocumentTest {

  @Test
  void documentsShowTheOptionsAsTheyAre() throws IOException {
    GeneratedTable.check("options", table(), Path.of("../docs/configuration.md"));
    GeneratedTable.check("options", table(), Path.of("../README.md"));
  }

  private static String table() {
    StringBuilder table =
        new StringBuilder(
            "| Option | Default | Meaning | Values | Changes |\n|---|---|---|---|---|\n");
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
          .append(" | ")
          .append(option.isReloadable() ? "at run time" : "with a restart")
          .append(" |\n");
    }
    return table.toString();
  }
}
