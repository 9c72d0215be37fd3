package io.deploytelemetry.agent.health;

import io.deploytelemetry.agent.model.ProbeSpec;
import org.jspecify.annotations.Nullable;

/** A check that the agent runs: a method of the application, or one of the agent's own. */
interface Subject {

  /** What is measured, and when it runs. */
  ProbeSpec spec();

  /** What it runs on; any of it may be gone at any time. */
  Iterable<Target> targets();

  /** Whether something is expected to be among the targets soon. */
  boolean isIncomplete();

  /**
   * Runs the check on one target. The code behind it is the application's, or waits for others: it
   * may hang, and throw anything.
   */
  void run(Object target) throws Throwable;

  /** The loader that the code of a target expects to be its thread's. */
  @Nullable ClassLoader contextLoader(Object target);

  /** Whether a target, whose run has led to another instance, only stands before that one. */
  boolean isProxy(Target target, Object instance);
}
