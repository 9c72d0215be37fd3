package io.deploytelemetry.agent.health;

import io.deploytelemetry.agent.bridge.TelemetryBridge;
import io.deploytelemetry.agent.model.ProbeSpec;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A check whose code is the agent's; it is measured as a woven method is. */
public final class OwnCheck implements Subject {

  /** What the check does. */
  public interface Work {

    /**
     * Returns if all is well.
     *
     * @throws Exception that says what is not
     */
    void run() throws Exception;
  }

  /** Something is not well; its text is all there is to say. */
  @SuppressWarnings("OverrideThrowableToString") // its class would tell nobody anything
  public static final class FailedException extends Exception {

    private static final long serialVersionUID = 1;

    public FailedException(String what) {
      super(what, null, false, false);
    }

    @Override
    public String toString() {
      return String.valueOf(getMessage());
    }
  }

  private final ProbeSpec spec;
  private final int slot;
  private final Work work;
  private final Object definition;
  private final Target target;

  /**
   * Makes a check.
   *
   * @param slot the open slot of the spec
   * @param definition what the work is, beyond the spec: equal for work that is the same
   * @param delayMillis when it is to run first
   */
  public OwnCheck(ProbeSpec spec, int slot, Work work, Object definition, long delayMillis) {
    this.spec = spec;
    this.slot = slot;
    this.work = work;
    this.definition = definition;
    long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis);
    this.target = new Target(work, null, null, due);
  }

  /** Whether another one does the same, under the same name. */
  boolean isSame(OwnCheck other) {
    return spec.equals(other.spec) && definition.equals(other.definition);
  }

  /** It is not run any more. */
  void release(HealthChecks results) {
    target.exclude();
    results.forget(target);
  }

  @Override
  public ProbeSpec spec() {
    return spec;
  }

  @Override
  public Iterable<Target> targets() {
    return Collections.singletonList(target);
  }

  @Override
  public boolean isIncomplete() {
    return false;
  }

  @Override
  public void run(Object unused) throws Throwable {
    Object call = TelemetryBridge.enter(slot);
    try {
      work.run();
      TelemetryBridge.exit(call, slot);
    } catch (Throwable failure) {
      TelemetryBridge.fail(failure, call, slot);
      throw failure;
    }
  }

  @Override
  public @Nullable ClassLoader contextLoader(Object unused) {
    return ClassLoader.getSystemClassLoader();
  }

  @Override
  public boolean isProxy(Target asked, Object instance) {
    return false;
  }
}
