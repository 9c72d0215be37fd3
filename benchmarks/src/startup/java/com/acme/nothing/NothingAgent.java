package com.acme.nothing;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;

/** What every agent costs: the JVM's own part. */
public final class NothingAgent {

  private NothingAgent() {}

  /** Does nothing; with an argument, nothing to every class. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    if (arguments != null) {
      instrumentation.addTransformer(new ClassFileTransformer() {}, true);
    }
  }
}
