package io.deploytelemetry.agent.health;

import io.deploytelemetry.agent.model.Check;
import io.deploytelemetry.agent.model.CheckListener;
import io.deploytelemetry.agent.model.HealthGroups;
import io.deploytelemetry.agent.model.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The health checks that are known, and the latest result of each. Runs of checks write, {@code
 * /health} and the metrics read; nothing of the application runs on behalf of a reader.
 */
public final class HealthChecks implements CheckListener, HealthGroups {

  /** The group that a load balancer asks for: a check in it that has not run yet is not up. */
  public static final String READY = "ready";

  private static final int LONGEST_ERROR = 300;

  private final Map<Check, CheckResult> latest = new LinkedHashMap<>();

  private volatile boolean isApplicationLoaded;

  /** The application's main class has been loaded: from now on, no check means nothing is wrong. */
  public void applicationLoaded() {
    isApplicationLoaded = true;
  }

  @Override
  public synchronized void known(Check check) {
    latest.putIfAbsent(check, CheckResult.none(check));
  }

  @Override
  public void ran(Check check, Outcome outcome, long durationNanos, @Nullable Object error) {
    CheckResult result =
        new CheckResult(check, outcome, durationNanos, System.nanoTime(), text(error));
    synchronized (this) {
      latest.put(check, result);
    }
  }

  /**
   * What is known of the checks of a group.
   *
   * @param group the group; {@code null} for all
   */
  public HealthReport report(@Nullable String group) {
    List<CheckResult> results = new ArrayList<>();
    for (CheckResult result : results()) {
      if (group == null || group.equals(result.group())) {
        results.add(result);
      }
    }
    boolean isStarting = READY.equals(group) && results.isEmpty() && !isApplicationLoaded;
    return new HealthReport(results, isStarting);
  }

  @Override
  public Map<String, Boolean> upByGroup() {
    Map<String, Boolean> upByGroup = new TreeMap<>();
    for (CheckResult result : results()) {
      upByGroup.merge(result.group(), !result.isDown(), Boolean::logicalAnd);
    }
    return upByGroup;
  }

  private synchronized List<CheckResult> results() {
    return new ArrayList<>(latest.values());
  }

  /** The application's own text: its {@code toString()} may do anything, and throw. */
  private static @Nullable String text(@Nullable Object error) {
    if (error == null) {
      return null;
    }
    try {
      String text = String.valueOf(error);
      return text.length() > LONGEST_ERROR ? text.substring(0, LONGEST_ERROR) : text;
    } catch (Throwable unprintable) { // the result must be kept, whatever its text does
      return error.getClass().getName();
    }
  }
}
