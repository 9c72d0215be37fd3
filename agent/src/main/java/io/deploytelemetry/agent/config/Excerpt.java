package io.deploytelemetry.agent.config;

/** What a message shows of a text that somebody has written, of whatever length. */
final class Excerpt {

  private static final int LONGEST = 100;

  private Excerpt() {}

  static String of(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
