import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/**
 * Puts the page for people together: one file with its styles and scripts in it, compressed, and
 * beside it the content security policy that names them by their hashes. Run by the build: {@code
 * java Page.java SOURCE_FOLDER TARGET_FOLDER}.
 */
class Page {

  private static final String UPLOT = "uPlot-1.6.32/";

  private final Path source;

  private Page(Path source) {
    this.source = source;
  }

  public static void main(String[] arguments) throws IOException {
    new Page(Path.of(arguments[0])).write(Path.of(arguments[1]));
  }

  private void write(Path target) throws IOException {
    String style = read(UPLOT + "uPlot.min.css") + read("page.css");
    String script = read(UPLOT + "uPlot.iife.min.js") + read("page.js");
    String page = put(put(read("page.html"), "style", style), "script", script);
    Files.createDirectories(target);
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(target.resolve("page.html.gz")))) {
      out.write(page.getBytes(StandardCharsets.UTF_8));
    }
    Files.writeString(target.resolve("page.csp"), policy(style, script));
  }

  /** Nothing is allowed but what is named; nothing may be made of text that could be a script. */
  private static String policy(String style, String script) {
    return "default-src 'none'; script-src "
        + hash(script)
        + "; style-src "
        + hash(style)
        + "; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
        + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
  }

  private static String put(String page, String element, String content) {
    String place = "<" + element + "></" + element + ">";
    if (page.indexOf(place) < 0 || page.indexOf(place) != page.lastIndexOf(place)) {
      throw new IllegalStateException("page.html must have " + place + " once");
    }
    if (content.contains("</" + element)) {
      throw new IllegalStateException(element + " ends within itself");
    }
    return page.replace(place, "<" + element + ">" + content + "</" + element + ">");
  }

  private static String hash(String content) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private String read(String file) throws IOException {
    return Files.readString(source.resolve(file)).replace("\r\n", "\n");
  }
}
