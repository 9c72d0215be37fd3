package io.deploytelemetry.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class LogLineTest {

  private static final long NOON = 1_800_014_400_123L;

  @Test
  void textIsOneLineWhateverOthersHaveWritten() {
    LogLine line = new LogLine(Log.Level.WARN, "a\r\nb\u007fc", Map.of("k", "x y\n"), null);

    assertThat(line.toShortText())
        .isEqualTo("[telemetry] WARN a  b c k=\"x y\\u000a\"" + System.lineSeparator());
    assertThat(line.toDatedText(NOON)).startsWith("2027-01-15T12:00:00.123Z WARN a  b c k=");
  }

  @Test
  void wordsStandWithoutQuotesAndAllElseWithin() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("word", "com.acme.A#b");
    fields.put("number", 0.5);
    fields.put("none", "");
    fields.put("equation", "a=b");
    fields.put("quoted", "a\"b");

    assertThat(new LogLine(Log.Level.INFO, "m", fields, null).toShortText().trim())
        .isEqualTo(
            "[telemetry] m word=com.acme.A#b number=0.5 none=\"\" equation=\"a=b\""
                + " quoted=\"a\\\"b\"");
  }

  @Test
  void stackTraceIsAFieldOfJsonAndLinesOfText() {
    LogLine line = new LogLine(Log.Level.DEBUG, "m", new IllegalStateException());

    assertThat(line.toJson(NOON).trim())
        .startsWith(
            "{\"timestamp\":\"2027-01-15T12:00:00.123Z\",\"level\":\"DEBUG\",\"message\":\"m\","
                + "\"stack\":\"at io.deploytelemetry.agent.log.LogLineTest.")
        .endsWith("\\u000a\"}")
        .doesNotContain("\n");
    assertThat(line.toShortText().split(System.lineSeparator())[1])
        .startsWith("    at io.deploytelemetry.agent.log.LogLineTest.");
  }

  /** JSON is YAML, and so the parser of that, which is somebody else's, reads it back. */
  @Test
  void anyTextIsReadBackFromJsonAsItWas() {
    Random random = new Random(7);
    Load parser = new Load(LoadSettings.builder().build());
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int c = random.nextInt(12); c >= 0; c--) {
        text.appendCodePoint(codePoint(random));
      }
      LogLine line = new LogLine(Log.Level.INFO, text.toString(), Map.of("f", text), null);

      Map<?, ?> read = (Map<?, ?>) parser.loadFromString(line.toJson(NOON).trim());

      assertThat(read.get("message")).isEqualTo(text.toString());
      assertThat(read.get("f")).isEqualTo(text.toString());
    }
  }

  /** Any but a half of a pair, which is no text. */
  private static int codePoint(Random random) {
    int most = random.nextBoolean() ? 256 : 0xD800;
    return random.nextInt(20) == 0 ? 0x10000 + random.nextInt(0x1000) : random.nextInt(most);
  }
}
