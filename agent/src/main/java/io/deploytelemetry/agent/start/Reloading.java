package io.deploytelemetry.agent.start;

import io.deploytelemetry.agent.config.ConfigWatch;
import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.http.TelemetryServer;
import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.metrics.AgentMetrics;
import io.deploytelemetry.agent.metrics.Probes;
import io.deploytelemetry.agent.weave.Reweaver;
import io.deploytelemetry.agent.weave.Weaver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands other settings to all who go by them when the configuration file has changed. Also looks
 * after the file of the log, which must be looked at as often.
 *
 * <p>Threads: that of the services.
 */
final class Reloading implements ConfigWatch.User {

  private static final long TEND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ConfigWatch watch;
  private final Logging logging;
  private final Probes probes;
  private final Reweaver reweaver;
  private final HealthRuns runs;
  private final RuleReport rules;
  private final AgentMetrics metrics;

  private Settings current;
  private @Nullable TelemetryServer server;
  private long lookedNanos = System.nanoTime();
  private long tendedNanos = lookedNanos;
  private long changedNanos = lookedNanos;

  Reloading(
      ConfigWatch watch,
      Settings started,
      Logging logging,
      Probes probes,
      Reweaver reweaver,
      HealthRuns runs,
      RuleReport rules,
      AgentMetrics metrics) {
    this.watch = watch;
    this.current = started;
    this.logging = logging;
    this.probes = probes;
    this.reweaver = reweaver;
    this.runs = runs;
    this.rules = rules;
    this.metrics = metrics;
  }

  ConfigWatch watch() {
    return watch;
  }

  /** The settings in use. */
  Settings settings() {
    return current;
  }

  /** There is a server, which goes by the settings too. */
  void serving(TelemetryServer newServer) {
    server = newServer;
  }

  /** Whether anything is to be looked at again and again. */
  boolean isNeeded() {
    return watch.periodMillis() > 0 || Log.hasFile();
  }

  /** How long to wait before the next look. */
  long pauseMillis() {
    long period = watch.periodMillis();
    long longest = TimeUnit.NANOSECONDS.toMillis(TEND_NANOS);
    return period > 0 ? Math.min(period, longest) : longest;
  }

  /** Looks at what may have changed. */
  void look() {
    try {
      long now = System.nanoTime();
      if (now - tendedNanos >= TEND_NANOS) {
        tendedNanos = now;
        Log.tend();
      }
      if (now - changedNanos >= TEND_NANOS) {
        reweaver.lookAgain();
      }
      long period = watch.periodMillis();
      if (period > 0 && now - lookedNanos >= TimeUnit.MILLISECONDS.toNanos(period)) {
        lookedNanos = now;
        watch.look(this);
      }
    } catch (Throwable failure) { // no memory, most likely; the next change may find some
      metrics.reloaded(false);
      Log.failed("the configuration could not be changed as a whole", failure);
    }
  }

  @Override
  public List<String> problems(Settings read) {
    List<String> problems = new ArrayList<>(Weaver.problems(read.rules()));
    boolean isSame = read.get(Option.AUTH_USERS).equals(current.get(Option.AUTH_USERS));
    String problem = isSame ? null : TelemetryServer.problem(read);
    if (problem != null) {
      problems.add(read.source(Option.AUTH_USERS) + ": " + problem);
    }
    return problems;
  }

  @Override
  public List<String> use(Settings changed) {
    current = changed;
    logging.use(changed);
    if (server != null) {
      server.use(changed); // first of all: it may take a credential back
    }
    List<String> restart = new ArrayList<>();
    for (String histogram : probes.use(changed.schema())) {
      restart.add("buckets." + histogram);
    }
    reweaver.use(changed);
    changedNanos = System.nanoTime();
    rules.use(changed.rules());
    runs.use(changed);
    return restart;
  }

  @Override
  public void reloaded(boolean succeeded) {
    metrics.reloaded(succeeded);
  }
}
