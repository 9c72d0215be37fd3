package io.deploytelemetry.agent.push;

import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.files.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a Pushgateway is shown. Files are read for each push: secrets are replaced. */
final class GatewayCredentials {

  private final Settings settings;

  GatewayCredentials(Settings settings) {
    this.settings = settings;
  }

  /** The header {@code Authorization}; {@code ""} for none. */
  String header() throws IOException {
    String token = secret(Option.PUSH_TOKEN_FILE, Option.PUSH_TOKEN);
    if (!token.isEmpty()) {
      return "Bearer " + token;
    }
    String user = settings.get(Option.PUSH_USER);
    if (user.isEmpty()) {
      return "";
    }
    String pair = user + ":" + secret(Option.PUSH_PASSWORD_FILE, Option.PUSH_PASSWORD);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private String secret(Option fileOption, Option inline) throws IOException {
    String file = settings.get(fileOption);
    if (file.isEmpty()) {
      return settings.get(inline);
    }
    try {
      return RegularFile.line(file);
    } catch (IOException unreadable) {
      throw new IOException(
          fileOption.key() + "=" + file + " cannot be read: " + unreadable, unreadable);
    }
  }
}
