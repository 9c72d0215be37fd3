package io.deploytelemetry.agent.model;

import io.deploytelemetry.agent.GeneratedTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The families in the documents are those of the catalogue. */
class MetricsDocumentTest {

  private static final LabelNames NAMES = new LabelNames(List.of());

  @Test
  void documentShowsTheCatalogueAsItIs() throws IOException {
    GeneratedTable.check("families", table(), Path.of("../docs/metrics.md"));
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
          .append(String.join(", ", NAMES.of(family)))
          .append(" | ")
          .append(family.help())
          .append(" |\n");
    }
    return table.toString();
  }
}
