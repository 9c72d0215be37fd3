package io.deploytelemetry.agent.config;

import java.util.regex.Pattern;

/** Text of the configuration as others may see it: without what a URL has of credentials. */
final class Redacted {

  /** {@code user:password@} behind the {@code //} of a URL. */
  private static final Pattern USER = Pattern.compile("(?<=//)[^/\\s@]*+(?:@[^/\\s@]*+)*@");

  /** A parameter of a URL that is named as secrets are. */
  private static final Pattern PARAMETER =
      Pattern.compile("(?i)([?&;][a-z_.-]*(?:password|passwd|pwd|secret|token|key)=)[^&;\\s]*+");

  private static final String HIDDEN = "…";

  private Redacted() {}

  static String text(String text) {
    if (text.indexOf("//") < 0 && text.indexOf('=') < 0) {
      return text;
    }
    return PARAMETER.matcher(USER.matcher(text).replaceAll(HIDDEN + "@")).replaceAll("$1" + HIDDEN);
  }
}
