package io.deploytelemetry.agent.weave;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Methods that end in every way, to be woven. */
public class Results {

  public static final RuntimeException THROWN = new IllegalStateException("thrown");

  public static void ofVoid() {}

  public static boolean ofBoolean() {
    return true;
  }

  public static byte ofByte() {
    return 7;
  }

  public static char ofChar() {
    return 'c';
  }

  public static short ofShort() {
    return 300;
  }

  public static int ofInt() {
    return 70_000;
  }

  public static long ofLong() {
    return 5_000_000_000L;
  }

  public static float ofFloat() {
    return 1.5f;
  }

  public static double ofDouble() {
    return 2.5;
  }

  public static String ofObject() {
    return "text";
  }

  public static Object ofNull() {
    return null;
  }

  public static int[] ofArray() {
    return new int[] {1};
  }

  public static void thatThrows() {
    throw THROWN;
  }

  public static void whoseCalleeThrows() {
    Integer.parseInt("no number");
  }

  /** Its own handler comes first, and so the exception never leaves. */
  public static String thatCatches() {
    try {
      throw THROWN;
    } catch (Throwable caught) {
      return "caught";
    }
  }

  public static void thatWraps() {
    try {
      throw new IOException("inner");
    } catch (IOException inner) {
      throw new UncheckedIOException("outer", inner);
    }
  }

  @SuppressWarnings("finally")
  public static String whoseFinallyReturns() {
    try {
      throw THROWN;
    } finally {
      return "after all";
    }
  }

  public static synchronized void thatThrowsWithItsMonitor() {
    throw THROWN;
  }

  public static int recursive(int depth) {
    return depth == 0 ? 0 : 1 + recursive(depth - 1);
  }

  public static int endless(int depth) {
    return endless(depth + 1) + 1;
  }

  public static String overloaded(int number) {
    return overloaded(String.valueOf(number));
  }

  public static String overloaded(String text) {
    return text;
  }
}
