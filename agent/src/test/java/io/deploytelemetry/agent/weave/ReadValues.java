package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.bridge.TelemetryProbe;
import io.deploytelemetry.agent.model.ProbeSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A probe that keeps the values that the last call was given, by their paths. */
final class ReadValues extends TelemetryProbe {

  private final List<String> atEntry;
  private final List<String> atExit;
  private final Map<String, Object> entry = new HashMap<>();
  private final Map<String, Object> exit = new HashMap<>();
  private final Map<String, Throwable> failuresAtEntry = new HashMap<>();
  private final Map<String, Throwable> failuresAtExit = new HashMap<>();

  ReadValues(ProbeSpec spec) {
    this.atEntry = spec.entryPaths();
    this.atExit = spec.exitValues().paths();
  }

  @Override
  public void constructed(Object instance) {}

  @Override
  public void called(Object instance) {}

  /** Forgets the last call. */
  void forget() {
    entry.clear();
    exit.clear();
    failuresAtEntry.clear();
    failuresAtExit.clear();
  }

  /** The paths that are read in each call. */
  List<String> paths(boolean isEntry) {
    return isEntry ? atEntry : atExit;
  }

  /** What a path led to. */
  Object value(String path, boolean isEntry) {
    Map<String, Object> values = isEntry ? entry : exit;
    if (!values.containsKey(path)) {
      throw new AssertionError(path + " was not read, only " + values);
    }
    return values.get(path);
  }

  /** What reading a path threw; {@code null} if it threw nothing. */
  Throwable failure(String path, boolean isEntry) {
    return (isEntry ? failuresAtEntry : failuresAtExit).get(path);
  }

  @Override
  public Object enter() {
    return this;
  }

  @Override
  public Object step(Object value, Object at) {
    if ((at == null) != entry.isEmpty()) {
      throw new IllegalStateException("after " + entry.size() + " values comes " + at);
    }
    entry.put(atEntry.get(entry.size()), value);
    return this;
  }

  @Override
  public Object enter(Object at) {
    return this;
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
  public void unread(Throwable failure, int value) {
    if (value < 0) {
      failuresAtExit.put(atExit.get(-1 - value), failure);
    } else {
      failuresAtEntry.put(atEntry.get(value), failure);
    }
  }

  @Override
  public void exit(Object call) {}

  @Override
  public void exit(Object result, Object call) {}

  @Override
  public void exit(boolean result, Object call) {}

  @Override
  public void exit(Object result, Object[] values, Object call) {
    for (int i = 0; i < values.length; i++) {
      exit.put(atExit.get(i), values[i]);
    }
  }

  @Override
  public Object follow(Object result, Object[] values, Object call) {
    exit(result, values, call);
    return result;
  }

  @Override
  public void fail(Throwable thrown, Object call) {}

  @Override
  public void fail(Throwable thrown, Object[] values, Object call) {
    exit(null, values, call);
  }
}
