package io.deploytelemetry.agent.health;

import static io.deploytelemetry.agent.health.CheckedMethod.NO_INSTANCE;

import io.deploytelemetry.agent.model.CheckRun;
import io.deploytelemetry.agent.model.CheckTargets;
import io.deploytelemetry.agent.model.ProbeSpec;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The checks that the agent runs, and which instances they run on. An instance runs once, however
 * many constructors hand it over: with the method of its topmost class, together with those that it
 * may stand before as a proxy; or where a class below has another schedule, with that.
 *
 * <p>Threads: those that load classes, construct instances and call checks report; the runner
 * reads.
 */
public final class CheckedMethods implements CheckTargets {

  private final HealthChecks results;
  private final ClassAccess classes;
  private final Map<ProbeSpec, CheckedMethod> methods = new ConcurrentHashMap<>();

  /** Those of one name, which may override each other. */
  private final Map<String, List<CheckedMethod>> byName = new ConcurrentHashMap<>();

  /** Those that no rule names any more, which may come back. */
  private final List<CheckedMethod> released = new CopyOnWriteArrayList<>();

  private final List<Subject> subjects = new CopyOnWriteArrayList<>();

  /** What the application's start need not pay for. */
  private volatile @Nullable CheckRunner runner;

  public CheckedMethods(HealthChecks results, Instrumentation instrumentation) {
    this.results = results;
    this.classes = new ClassAccess(instrumentation);
  }

  /**
   * Begins to run what there is to run, and the agent's own checks too.
   *
   * @param mainClass the name of the class whose {@code main} must have begun; {@code ""} for none
   */
  public void start(List<OwnCheck> own, String mainClass) {
    use(own);
    CheckRunner made = new CheckRunner(subjects, results, () -> classes.isInitialized(mainClass));
    runner = made;
    made.start();
  }

  /** Runs these of the agent's own checks from now on; those that are the same go on. */
  public void use(List<OwnCheck> own) {
    List<OwnCheck> before = new ArrayList<>();
    for (Subject subject : subjects) {
      if (subject instanceof OwnCheck) {
        before.add((OwnCheck) subject);
      }
    }
    for (OwnCheck check : own) {
      if (!before.removeIf(check::isSame)) {
        check.targets().forEach(target -> results.expected(check.spec(), target));
        subjects.add(check);
      }
    }
    for (OwnCheck check : before) {
      subjects.remove(check);
      check.release(results);
    }
    wake();
  }

  @Override
  public void woven(ProbeSpec spec, int access, ClassLoader loader) {
    CheckedMethod method = methods.get(spec);
    if (method == null) {
      CheckedMethod made = new CheckedMethod(spec, access, classes, results);
      adoptTargets(made);
      method = methods.putIfAbsent(spec, made);
      if (method == null) {
        method = made;
        byName.computeIfAbsent(spec.method(), name -> new CopyOnWriteArrayList<>()).add(made);
        subjects.add(made);
      }
    }
    if (method.isStatic()) {
      method.isIn(loader);
    }
    wake();
  }

  /** Of an instance that exists already no constructor tells any more. */
  private void adoptTargets(CheckedMethod made) {
    for (CheckedMethod other : methods.values()) {
      if (other.isMethodOf(made.spec())) {
        made.adopt(other);
      }
    }
    if (!released.isEmpty()) {
      for (CheckedMethod other : released) {
        if (other.isMethodOf(made.spec())) {
          made.adopt(other);
        }
      }
      released.removeIf(other -> other.isMethodOf(made.spec()));
    }
  }

  @Override
  public void released(ProbeSpec spec) {
    CheckedMethod method = methods.remove(spec);
    if (method != null) {
      subjects.remove(method);
      byName.getOrDefault(spec.method(), Collections.emptyList()).remove(method);
      method.release();
      released.add(method);
    }
  }

  private void wake() {
    CheckRunner started = runner;
    if (started != null) {
      started.wake();
    }
  }

  @Override
  public void constructed(ProbeSpec spec, Object instance) {
    add(spec, instance);
  }

  @Override
  public void called(ProbeSpec spec, Object instance) {
    add(spec, instance); // it may be older than the agent, or made without a constructor
    Run run = CheckThread.current();
    if (run != null) {
      run.called(instance);
    }
  }

  @Override
  public @Nullable CheckRun run() {
    return CheckThread.current();
  }

  private void add(ProbeSpec spec, Object instance) {
    CheckedMethod method = methods.get(spec);
    if (method == null) {
      return;
    }
    CheckedMethod top = method;
    for (CheckedMethod other : byName.getOrDefault(spec.method(), Collections.emptyList())) {
      int distance = method.canOverride(other) ? other.distance(instance) : NO_INSTANCE;
      if (distance > top.distance(instance) && other.spec().schedule().equals(spec.schedule())) {
        top = other;
      } else if (distance != NO_INSTANCE && other.contains(instance)) {
        if (distance < method.distance(instance)) {
          return;
        }
        other.remove(instance);
      }
    }
    if (top.add(instance, Thread.currentThread())) {
      wake();
    }
  }
}
