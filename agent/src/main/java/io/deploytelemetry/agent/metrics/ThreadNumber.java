package io.deploytelemetry.agent.metrics;

/**
 * What tells threads apart without a reference to them: {@link Thread#getId()}, a positive number
 * that the JVM gives to no other thread ever. A subclass can override that, though, and some do,
 * with numbers of their own; theirs are not trusted. Whether a class does is looked up once.
 */
final class ThreadNumber {

  /** The number of no thread. */
  static final long NOBODY = 0;

  /** Stands for every thread whose number cannot be trusted. */
  static final long UNKNOWN = -1;

  private ThreadNumber() {}

  static long ofCurrent() {
    return of(Thread.currentThread());
  }

  /** The number of a thread; or {@link #UNKNOWN}. */
  @SuppressWarnings("deprecation") // what replaces it came with Java 19
  static long of(Thread thread) {
    return thread.getClass() == Thread.class || Classes.TRUSTED.get(thread.getClass())
        ? thread.getId()
        : UNKNOWN;
  }

  /** Loaded with the first thread that is not just a {@code Thread}. */
  private static final class Classes {

    private static final ClassValue<Boolean> TRUSTED =
        new ClassValue<Boolean>() {
          @Override
          protected Boolean computeValue(Class<?> type) {
            try {
              return type.getClassLoader() == null
                  || type.getMethod("getId").getDeclaringClass() == Thread.class;
            } catch (ReflectiveOperationException | LinkageError | SecurityException unreadable) {
              return false;
            }
          }
        };
  }
}
