package io.deploytelemetry.agent.bridge;

/** A probe for tests that do not ask which values were read: it takes them, and forgets them. */
public abstract class ValueBlindProbe extends TelemetryProbe {

  @Override
  public void constructed(Object instance) {}

  @Override
  public void called(Object instance) {}

  @Override
  public Object step(Object value, Object at) {
    return this;
  }

  @Override
  public Object enter(Object at) {
    return enter();
  }

  @Override
  public Object enterSuspend(Object at, Object completion) {
    return at == null ? enter() : enter(at);
  }

  @Override
  public Object completion(Object call, Object completion) {
    return completion;
  }

  @Override
  public void unread(Throwable failure, int value) {}

  @Override
  public void exit(Object result, Object[] values, Object call) {
    exit(result, call);
  }

  @Override
  public Object follow(Object result, Object[] values, Object call) {
    exit(result, call);
    return result;
  }

  @Override
  public void fail(Throwable thrown, Object[] values, Object call) {
    fail(thrown, call);
  }
}
