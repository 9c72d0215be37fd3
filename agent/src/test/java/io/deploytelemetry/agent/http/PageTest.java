package io.deploytelemetry.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The page as the build has put it together. */
class PageTest {

  private final String page = text(new GZIPInputStream(resource("/page.html.gz")));
  private final String policy = text(resource("/page.csp"));

  PageTest() throws IOException {}

  @Test
  void policyNamesTheStyleAndTheScriptOfThePageByTheirHashesAndNothingElse() throws Exception {
    assertThat(policy)
        .startsWith("default-src 'none';")
        .contains("script-src 'sha256-" + hash("script") + "';")
        .contains("style-src 'sha256-" + hash("style") + "';")
        .contains("connect-src 'self';", "base-uri 'none';", "form-action 'none';")
        .contains("frame-ancestors 'none';", "require-trusted-types-for 'script'")
        .doesNotContain("unsafe", "http", "*");
  }

  @Test
  void pageLoadsNothingFromElsewhere() {
    String links = page.replace("http://www.w3.org/2000/svg", ""); // a name, not an address
    assertThat(links.replace("/*! https://github.com/leeoniya/uPlot (v1.6.32) */", ""))
        .doesNotContain("http:", "https:", "src=\"", "@import", "url(");
  }

  @Test
  void scriptMakesNoElementsOfText() {
    assertThat(page)
        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
  }

  private String hash(String element) throws Exception {
    Matcher found =
        Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL).matcher(page);
    assertThat(found.find()).isTrue();
    byte[] content = found.group(1).getBytes(StandardCharsets.UTF_8);
    assertThat(found.find()).isFalse();
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private static InputStream resource(String name) {
    InputStream resource = PageTest.class.getResourceAsStream(name);
    assertThat(resource).as(name).isNotNull();
    return resource;
  }

  private static String text(InputStream in) throws IOException {
    try (in) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
