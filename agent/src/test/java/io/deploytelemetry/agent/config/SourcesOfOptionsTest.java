package io.deploytelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every option in every place, and which place wins. */
class SourcesOfOptionsTest {

  @TempDir private Path folder;

  private final Map<String, String> arguments = new HashMap<>();
  private final Properties properties = new Properties();
  private final Map<String, String> environment = new HashMap<>();

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CONFIG")
  void everyOptionIsReadFromEachPlaceAndTheNearerPlaceWins(Option option) throws IOException {
    List<String> values = fourValues(option);
    Path file = folder.resolve("telemetry.yaml");
    arguments.put("config", file.toString());

    Files.writeString(file, "");
    assertIs(option, option.defaultValue(), "default");
    Files.writeString(file, "\n" + option.key() + ": '" + values.get(0) + "'\n");
    assertIs(option, values.get(0), "telemetry.yaml:2");
    Files.writeString(file, asMap(option, values.get(0)));
    assertIs(option, values.get(0), "telemetry.yaml:1");
    environment.put(option.environmentVariable(), values.get(1));
    assertIs(option, values.get(1), "environment variable " + option.environmentVariable());
    properties.setProperty(option.property(), values.get(2));
    assertIs(option, values.get(2), "system property " + option.property());
    arguments.put(option.key(), values.get(3));
    assertIs(option, values.get(3), "agent argument " + option.key());
  }

  private void assertIs(Option option, String value, String source) {
    Settings settings = new SettingsReader(arguments, properties, environment).read();
    assertThat(settings.problems()).isEmpty();
    assertThat(settings.get(option)).isEqualTo(value);
    assertThat(settings.source(option)).isEqualTo(source);
  }

  /** {@code log: {level: 'debug'}} for {@code log.level: 'debug'}. */
  private static String asMap(Option option, String value) {
    String[] names = option.key().split("\\.");
    return String.join(": {", names) + ": '" + value + "'" + "}".repeat(names.length - 1);
  }

  /** Values that pass the option's check; of some options there are fewer than four. */
  private static List<String> fourValues(Option option) {
    List<List<String>> candidates =
        List.of(
            List.of("1", "2", "3", "4"),
            List.of("1s", "2s", "3s", "4s"),
            List.of("true", "false", "true", "false"),
            List.of("/a", "/b", "/c", "/d"),
            List.of("a=success", "b=success", "c=success", "d=success"),
            List.of("a=1", "b=2", "c=3", "d=4"),
            List.of("http://a", "http://b", "http://c", "http://d"),
            List.of("a", "b", "c", "d"));
    for (List<String> values : candidates) {
      if (values.stream().allMatch(option::accepts)) {
        return values;
      }
    }
    List<String> choices = List.of(option.allowed().replace("one of ", "").split(", "));
    return List.of(choices.get(0), choices.get(1), choices.get(choices.size() - 1), choices.get(0));
  }
}
