package io.deploytelemetry.agent.health;

import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.model.ProbeSpec;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.lang.reflect.Modifier;
import java.util.Iterator;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A method of the application that the agent runs as a check, and what it runs on: the instances
 * that exist, or the class, once in each loader. Nothing of the application is held.
 */
final class CheckedMethod implements Subject {

  /** An application with more is not one whose instances are all checked. */
  static final int MOST_TARGETS = 1_000;

  private final ProbeSpec spec;
  private final int access;
  private final ClassAccess classes;
  private final HealthChecks results;
  private final Set<Target> targets = ConcurrentHashMap.newKeySet();

  /** Where a static method's class is to be found, until it has been initialised. */
  private final Queue<Place> places = new ConcurrentLinkedQueue<>();

  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

  private final AtomicBoolean isFullTold = new AtomicBoolean();

  private volatile boolean isReleased;

  CheckedMethod(ProbeSpec spec, int access, ClassAccess classes, HealthChecks results) {
    this.spec = spec;
    this.access = access;
    this.classes = classes;
    this.results = results;
  }

  @Override
  public ProbeSpec spec() {
    return spec;
  }

  boolean isStatic() {
    return Modifier.isStatic(access);
  }

  /** The class of a static method is about to be defined by a loader, or was. */
  void isIn(ClassLoader loader) {
    places.add(new Place(loader));
  }

  @Override
  public boolean isIncomplete() {
    return !places.isEmpty();
  }

  private void findClasses() {
    for (Iterator<Place> each = places.iterator(); each.hasNext(); ) {
      Place place = each.next();
      Class<?> type = place.find();
      if (type != null && classes.isInitialized(type)) {
        add(type, null);
      }
      if (place.isGone() || (type != null && contains(type))) {
        each.remove();
      }
    }
  }

  /** A loader that defines the class, or has. Holds neither. */
  private final class Place {

    private final WeakReference<ClassLoader> loader;
    private WeakReference<Class<?>> found = new WeakReference<>(null);

    Place(ClassLoader loader) {
      this.loader = new WeakReference<>(loader);
    }

    boolean isGone() {
      return loader.get() == null;
    }

    /** To look through all classes of the loader takes its time, and is done until it is found. */
    @Nullable Class<?> find() {
      Class<?> type = found.get();
      ClassLoader defining = loader.get();
      if (type == null && defining != null) {
        type = classes.find(spec.className(), defining);
        found = new WeakReference<>(type);
      }
      return type;
    }
  }

  /** Whether it is the same method as that of another spec. */
  boolean isMethodOf(ProbeSpec other) {
    return spec.className().equals(other.className())
        && spec.method().equals(other.method())
        && spec.descriptor().equals(other.descriptor());
  }

  /** Runs on what the same method ran on before under another spec. */
  void adopt(CheckedMethod before) {
    for (Target target : before.targets) {
      Object instance = target.get();
      if (instance != null) {
        add(instance, null);
      }
    }
  }

  /** It is not run any more; what it ran on is still known, to be adopted. */
  void release() {
    isReleased = true;
    targets.forEach(this::retire);
  }

  private void retire(Target target) {
    target.exclude();
    results.forget(target);
  }

  /** Whether a method of a subclass can override this one, or the other way round. */
  boolean canOverride(CheckedMethod other) {
    return other != this
        && !Modifier.isPrivate(access)
        && !Modifier.isPrivate(other.access)
        && !isStatic()
        && spec.method().equals(other.spec.method());
  }

  /**
   * Takes an instance or class; returns whether it is new.
   *
   * @param maker the thread that may still be at work on it
   */
  boolean add(Object object, @Nullable Thread maker) {
    removeGone();
    Target target = new Target(object, gone, maker, System.nanoTime());
    if (targets.size() < MOST_TARGETS) {
      boolean isNew = targets.add(target);
      if (isReleased) {
        retire(target); // it came while the others went
      }
      return isNew;
    }
    if (!targets.contains(target)) {
      tellFull();
    }
    return false;
  }

  private void tellFull() {
    if (!isFullTold.getAndSet(true)) {
      Log.warn(
          spec.className()
              + "#"
              + spec.method()
              + " is run on the first "
              + MOST_TARGETS
              + " instances that there are at a time, and on no more");
    }
  }

  boolean contains(Object object) {
    return targets.contains(new Target(object, null, null, 0));
  }

  /** An instance belongs to a method that overrides this one. */
  void remove(Object instance) {
    targets.remove(new Target(instance, null, null, 0));
  }

  @Override
  public Set<Target> targets() {
    removeGone();
    findClasses();
    return targets;
  }

  private void removeGone() {
    for (Reference<?> reference = gone.poll(); reference != null; reference = gone.poll()) {
      Target target = (Target) reference;
      targets.remove(target);
      if (target.hasRun()) {
        results.forget(target);
      }
    }
  }

  @Override
  public void run(Object target) throws Throwable {
    Class<?> type = isStatic() ? (Class<?>) target : declaring(target.getClass());
    if (type == null) {
      throw new ClassNotFoundException(spec.className() + " above " + target.getClass().getName());
    }
    if (isStatic()) {
      classes.staticMethod(type, spec.method(), spec.descriptor()).invoke();
    } else {
      classes.method(type, spec.method(), spec.descriptor()).invoke(target);
    }
  }

  /** What {@link #distance} returns for an instance of another class. */
  static final int NO_INSTANCE = -1;

  /** How many classes an instance's own is below the one that declares the method. */
  int distance(Object instance) {
    int distance = 0;
    for (Class<?> type = instance.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(spec.className())) {
        return distance;
      }
      distance++;
    }
    return NO_INSTANCE;
  }

  private @Nullable Class<?> declaring(Class<?> type) {
    Class<?> each = type;
    while (each != null && !each.getName().equals(spec.className())) {
      each = each.getSuperclass();
    }
    return each;
  }

  @Override
  public @Nullable ClassLoader contextLoader(Object target) {
    return (isStatic() ? (Class<?>) target : target.getClass()).getClassLoader();
  }

  /**
   * A class that nobody wrote, below that of the instance; one that somebody wrote may judge too.
   */
  @Override
  public boolean isProxy(Target target, Object instance) {
    Object asked = target.get();
    return asked != null
        && asked.getClass() != instance.getClass()
        && instance.getClass().isAssignableFrom(asked.getClass())
        && ClassAccess.isGenerated(asked.getClass());
  }
}
