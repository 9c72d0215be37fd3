package io.deploytelemetry.agent.push;

import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.model.Attributes;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** The group of a Pushgateway that holds what this process pushes. */
final class GatewayGroup {

  private GatewayGroup() {}

  /**
   * The group's URL: {@code …/metrics/job/NAME/LABEL/VALUE…}, with base64 for values that do not
   * fit into a path.
   */
  static URL url(Settings settings) throws MalformedURLException {
    String gateway = settings.get(Option.PUSH_GATEWAY);
    StringBuilder url = new StringBuilder(gateway);
    if (!gateway.endsWith("/")) {
      url.append('/');
    }
    append(url.append("metrics"), "job", settings.get(Option.PUSH_JOB));
    Map<String, String> labels = Attributes.parsePlain(settings.get(Option.PUSH_GROUPING));
    labels.forEach((name, value) -> append(url, name, value));
    return new URL(url.toString());
  }

  private static void append(StringBuilder url, String name, String value) {
    url.append('/').append(name);
    if (value.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) { // neither "." nor ".."
      url.append('/').append(value);
    } else {
      String encoded =
          Base64.getUrlEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
      url.append("@base64/").append(encoded.isEmpty() ? "=" : encoded);
    }
  }
}
