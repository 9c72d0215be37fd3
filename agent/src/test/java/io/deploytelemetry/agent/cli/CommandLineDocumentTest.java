package io.deploytelemetry.agent.cli;

import io.deploytelemetry.agent.GeneratedTable;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The commands in the document are those of the code. */
class CommandLineDocumentTest {

  @Test
  void documentShowsTheCommandsAsTheyAre() throws IOException {
    StringBuilder text = new StringBuilder(block(Help.overview()));
    for (Command command : CommandLineTool.all()) {
      text.append("\n### ").append(command.name()).append("\n\n").append(block(Help.of(command)));
    }
    GeneratedTable.check("commands", text.toString(), Path.of("../docs/command-line.md"));
  }

  private static String block(String text) {
    return "```\n" + text + "\n```\n";
  }
}
