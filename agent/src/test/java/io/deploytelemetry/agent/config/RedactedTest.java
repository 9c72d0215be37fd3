package io.deploytelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactedTest {

  @ParameterizedTest
  @CsvSource({
    "http://user:pw@host/path, http://…@host/path",
    "https://user:p@w@host:1/a@b, https://…@host:1/a@b",
    "http://host/a@b, http://host/a@b",
    "jdbc:postgresql://db/app?user=a&password=b&ssl=true,"
        + " jdbc:postgresql://db/app?user=a&password=…&ssl=true",
    "jdbc:sqlserver://db;databaseName=x;trustStorePassword=b,"
        + " jdbc:sqlserver://db;databaseName=x;trustStorePassword=…",
    "http://host/?access_token=b, http://host/?access_token=…",
    "'a=1,b=2', 'a=1,b=2'",
    "shop, shop"
  })
  void credentialsInUrlsAreHidden(String text, String shown) {
    assertThat(Redacted.text(text)).isEqualTo(shown);
  }

  @Test
  void neitherSecretsNorCredentialsInUrlsAreShown() {
    Settings settings =
        new SettingsReader(
                Map.of(
                    "auth.token", "secret", "host", "http://a:secret@b", "port", "x://a:secret@b"),
                new Properties(),
                Map.of())
            .read();

    assertThat(settings.shown(Option.AUTH_TOKEN)).isEqualTo("…");
    assertThat(settings.shown(Option.TLS_KEYSTORE_PASSWORD)).isEmpty();
    assertThat(settings.shown(Option.HOST)).isEqualTo("http://…@b");
    assertThat(settings.problems()).hasSize(1).noneMatch(line -> line.contains("secret"));
  }
}
