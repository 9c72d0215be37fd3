package io.deploytelemetry.sample;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** Runs health checks, and tells people when a result is another than before. One thread only. */
final class Checks {

  private final History history;
  private final Console console;
  private final Map<String, Boolean> latest = new HashMap<>();

  Checks(History history, Console console) {
    this.history = history;
    this.console = console;
  }

  <T> Attempt<T> run(String name, Callable<T> check) throws SQLException {
    Attempt<T> attempt = history.record(Attempt.Kind.HEALTH_CHECK, name, () -> judge(check.call()));
    boolean up = attempt.succeeded();
    Boolean before = latest.put(name, up);
    if (before == null || before != up) {
      console.say("check %s: %s", name, up ? "up" : "down, " + attempt.reason());
    }
    return attempt;
  }

  private static <T> Attempt<T> judge(T result) {
    return Boolean.FALSE.equals(result)
        ? Attempt.failed("false", "it returned false")
        : Attempt.succeeded(result);
  }
}
