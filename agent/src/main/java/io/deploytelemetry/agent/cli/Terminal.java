package io.deploytelemetry.agent.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.UnsupportedEncodingException;

/** Where a command answers, and where it says what is wrong. */
final class Terminal {

  private final PrintStream out;
  private final PrintStream err;

  Terminal(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Standard output and error, in UTF-8 whatever the locale: scripts read JSON here. */
  static Terminal standard() {
    return new Terminal(stream(FileDescriptor.out), stream(FileDescriptor.err));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    try {
      return new PrintStream(new FileOutputStream(descriptor), false, "UTF-8");
    } catch (UnsupportedEncodingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A line of the answer. */
  void answer(String line) {
    out.println(line);
  }

  /** Whether lines of the answer are lost: the disk is full, or nobody reads. */
  boolean hasFailed() {
    return out.checkError();
  }

  /** What is wrong, why, and what to do. */
  void complain(String message) {
    err.println(message);
  }
}
