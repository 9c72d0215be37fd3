package com.acme.subjects;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** How a subject talks with the test that started it: lines out, lines in. */
final class Stage {

  private static final BufferedReader IN =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  private Stage() {}

  static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** The next command, or null at the end of the input. */
  static String hear() {
    try {
      return IN.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says that the work is done and waits for the test. */
  static void pause() {
    say("ready");
    hear();
  }

  /** Tells the test how many calls it shall find under a name. */
  static void expect(String name, long calls) {
    say("expect " + name + " " + calls);
  }

  /** Ends the subject with an exception when woven code does not do what it did before. */
  static void check(boolean asBefore) {
    if (!asBefore) {
      throw new IllegalStateException("woven code behaves differently");
    }
  }
}
