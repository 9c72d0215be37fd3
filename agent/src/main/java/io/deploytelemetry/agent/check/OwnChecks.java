package io.deploytelemetry.agent.check;

import io.deploytelemetry.agent.config.DeclaredCheck;
import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.health.HealthChecks;
import io.deploytelemetry.agent.health.OwnCheck;
import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.model.ExitValues;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.Schedule;
import io.deploytelemetry.agent.model.Slots;
import io.deploytelemetry.agent.model.Template;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the checks that need no code: those built in, and those of the configuration file. */
public final class OwnChecks {

  private static final String SYSTEM = "system";
  private static final String LIVE = "live";

  /** What can only change slowly. */
  private static final Schedule BUILT_IN = new Schedule(30_000, Schedule.TIMEOUT_MILLIS, 0);

  private final Settings settings;
  private final Slots slots;
  private final long delayMillis;
  private final List<String> labelNames;
  private final List<OwnCheck> checks = new ArrayList<>();

  private OwnChecks(Settings settings, Slots slots, long delayMillis) {
    this.settings = settings;
    this.delayMillis = delayMillis;
    this.slots = slots;
    this.labelNames = settings.schema().names().of(OperationKind.HEALTH_CHECK);
  }

  /**
   * The checks of an application; each has its series from now on.
   *
   * @param delayMillis when those that are new run first
   */
  public static List<OwnCheck> make(
      Settings settings, Slots slots, Instrumentation instrumentation, long delayMillis) {
    OwnChecks own = new OwnChecks(settings, slots, delayMillis);
    own.addBuiltIn();
    for (DeclaredCheck declared : settings.checks()) {
      own.add(own.labels(declared), declared.schedule(), work(declared, instrumentation), declared);
    }
    return own.checks;
  }

  private void addBuiltIn() {
    if (settings.is(Option.HEALTH_DEADLOCKS)) {
      addBuiltIn("deadlocks", LIVE, "java.lang.management.ThreadMXBean", new Deadlocks(), 0);
    }
    int disk = settings.percent(Option.HEALTH_DISK);
    if (disk > 0) {
      addBuiltIn("disk", SYSTEM, "java.io.File", new DiskSpace(disk), disk);
    }
    int heap = settings.percent(Option.HEALTH_HEAP);
    if (heap > 0) {
      addBuiltIn(
          "heap",
          SYSTEM,
          "java.lang.management.MemoryPoolMXBean",
          new HeapAfterCollection(heap),
          heap);
    }
    int descriptors = settings.percent(Option.HEALTH_DESCRIPTORS);
    if (descriptors > 0) {
      addBuiltIn(
          "descriptors",
          SYSTEM,
          "com.sun.management.UnixOperatingSystemMXBean",
          new OpenDescriptors(descriptors),
          descriptors);
    }
  }

  /** Adds a check, unless this Java runtime comes without the module that it needs. */
  private void addBuiltIn(
      String name, String group, String needed, OwnCheck.Work work, int mostPercent) {
    try {
      Class.forName(needed, false, OwnChecks.class.getClassLoader());
    } catch (ClassNotFoundException missing) {
      Log.debug("there is no health check " + name + ", because there is no " + needed);
      return;
    }
    Map<String, String> labels = labels();
    labels.put("check", name);
    labels.put("group", group);
    add(labels, BUILT_IN, work, mostPercent);
  }

  private Map<String, String> labels(DeclaredCheck declared) {
    Map<String, String> labels = labels();
    for (String base : OperationKind.BASE_LABELS) {
      labels.put(base, declared.text(base, labels.getOrDefault(base, "")));
    }
    labels.put("check", declared.name());
    labels.put("group", declared.text("group", HealthChecks.READY));
    return labels;
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new HashMap<>();
    labels.put("application", settings.get(Option.APPLICATION));
    labels.put("environment", settings.get(Option.ENVIRONMENT));
    labels.put("provider", settings.get(Option.PROVIDER));
    return labels;
  }

  private static OwnCheck.Work work(DeclaredCheck declared, Instrumentation instrumentation) {
    switch (declared.type()) {
      case HTTP:
        return new HttpCheck(declared);
      case TCP:
        return new TcpCheck(declared);
      default:
        return new JdbcCheck(declared, instrumentation);
    }
  }

  private void add(
      Map<String, String> values, Schedule schedule, OwnCheck.Work work, Object definition) {
    List<Template> labels = new ArrayList<>();
    for (String label : labelNames) {
      labels.add(Template.constant(values.getOrDefault(label, "")));
    }
    ProbeSpec spec =
        new ProbeSpec(
                OperationKind.HEALTH_CHECK,
                work.getClass().getName(),
                "run",
                "()V",
                labelNames,
                labels,
                ExitValues.NONE,
                null,
                ProbeSpec.Step.BOTH)
            .withSchedule(schedule);
    slots.open(spec);
    checks.add(new OwnCheck(spec, slots.reserve(spec), work, definition, delayMillis));
  }
}
