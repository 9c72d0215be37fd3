package io.deploytelemetry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A table in a document that is made of the code. With {@code -Dwrite.documents=true} it is
 * written, otherwise compared.
 */
public final class GeneratedTable {

  private GeneratedTable() {}

  /** Compares, or writes, what stands between the table's marks in a document. */
  public static void check(String name, String table, Path document) throws IOException {
    String begin = "<!-- " + name + ": generated, see GeneratedTable -->\n";
    String end = "<!-- end of " + name + " -->\n";
    String text = Files.readString(document);
    assertThat(text).contains(begin, end);
    String expected =
        text.substring(0, text.indexOf(begin) + begin.length())
            + table
            + text.substring(text.indexOf(end));
    if (Boolean.getBoolean("write.documents")) {
      Files.writeString(document, expected);
    }
    assertThat(Files.readString(document)).as(document.toString()).isEqualTo(expected);
  }
}
