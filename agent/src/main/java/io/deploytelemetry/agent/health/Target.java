package io.deploytelemetry.agent.health;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What a check runs on: an instance, or, for a static method, its class. Held weakly. Two targets
 * are equal if they are the same object, whatever it thinks of itself.
 *
 * <p>Threads: any makes one; the one that looks what is due writes, others read.
 */
final class Target extends WeakReference<Object> {

  private final int hash;

  /** The thread that may still be in a constructor; {@code null} once it is known not to be. */
  private @Nullable WeakReference<Thread> maker;

  private volatile long due;
  private volatile @Nullable Run last;
  private volatile boolean isExcluded;

  /**
   * Makes a target.
   *
   * @param maker the thread that may still be at work on it
   * @param due when it is to run first, by {@code System.nanoTime()}
   */
  Target(Object referent, @Nullable ReferenceQueue<Object> gone, @Nullable Thread maker, long due) {
    super(referent, gone);
    this.hash = System.identityHashCode(referent);
    this.maker = maker == null ? null : new WeakReference<>(maker);
    this.due = due;
  }

  /** Whether it is to run now: it is made, its time has come, and the last run has come back. */
  boolean isDue(long now) {
    return due - now <= 0 && !isExcluded && !isHanging() && isMade();
  }

  /** When it is to run next, by {@code System.nanoTime()}. */
  long due() {
    return due;
  }

  /** Whether the last run has not come back. */
  boolean isHanging() {
    Run run = last;
    return run != null && !run.isBack();
  }

  /** Whether it has been run. */
  boolean hasRun() {
    return last != null;
  }

  /** It runs, and is due again then. */
  void runs(Run run, long nextDue) {
    last = run;
    due = nextDue;
  }

  /** It only stands before another target, and is not run any more. */
  void exclude() {
    isExcluded = true;
  }

  boolean isExcluded() {
    return isExcluded;
  }

  /**
   * Whether all constructors have ended. That of the class that declares the check has handed the
   * instance over; a subclass's, or one that called it, may still be on the stack.
   */
  private boolean isMade() {
    Thread thread = maker == null ? null : maker.get();
    Object instance = get();
    if (thread != null && instance != null && isMaking(thread, instance.getClass())) {
      return false;
    }
    maker = null;
    return true;
  }

  private static boolean isMaking(Thread thread, Class<?> made) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getMethodName().equals("<init>") || frame.getMethodName().equals("<clinit>")) {
        for (Class<?> type = made; type != null; type = type.getSuperclass()) {
          if (type.getName().equals(frame.getClassName())) {
            return true;
          }
        }
      }
    }
    return false;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    Object referent = get();
    return referent != null && other instanceof Target && ((Target) other).get() == referent;
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
