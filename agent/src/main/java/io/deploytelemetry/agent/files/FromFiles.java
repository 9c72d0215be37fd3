package io.deploytelemetry.agent.files;

import io.deploytelemetry.agent.log.Log;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A value that is made of files, and made anew when they have changed. They are looked at when the
 * value is asked for, every few seconds at most. Files that are broken leave the last value in use;
 * what is wrong at one look only was just being replaced, and what lasts is said once.
 *
 * <p>Threads: any; one at a time looks.
 */
public final class FromFiles<T> {

  /** Told when files that have changed were read. */
  public interface Reloads {

    /** They were. */
    void reloaded(boolean succeeded);
  }

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Recipe<T> recipe;
  private final String loss;
  private final Reloads reloads;

  private @Nullable T value;
  private Map<String, byte[]> contents = new LinkedHashMap<>();
  private @Nullable String lastProblem;
  private @Nullable String saidProblem;
  private boolean hasLooked;
  private long lookedNanos;

  /**
   * Reads nothing yet.
   *
   * @param loss what does not work while there is no value, for a message
   */
  public FromFiles(Recipe<T> recipe, String loss, Reloads reloads) {
    this.recipe = recipe;
    this.loss = loss;
    this.reloads = reloads;
  }

  /** Says what can be seen to be wrong at the start. */
  public synchronized void check() {
    try {
      recipe.check(read());
    } catch (BrokenFileException broken) {
      tell(String.valueOf(broken.getMessage()));
    }
  }

  /** The value; {@code null} as long as its files have never been right. */
  public synchronized @Nullable T get() {
    long now = System.nanoTime();
    if (!hasLooked || now - lookedNanos > LOOK_NANOS) {
      hasLooked = true;
      lookedNanos = now;
      look();
    }
    return value;
  }

  private void look() {
    try {
      Map<String, byte[]> found = read();
      if (value == null || !isSame(found, contents)) {
        boolean isReplaced = value != null;
        value = recipe.make(found);
        contents = found;
        if (isReplaced) {
          reloads.reloaded(true);
        }
      }
      lastProblem = null;
      saidProblem = null;
    } catch (BrokenFileException broken) {
      tell(String.valueOf(broken.getMessage()));
    }
  }

  private Map<String, byte[]> read() throws BrokenFileException {
    Map<String, byte[]> read = new LinkedHashMap<>();
    for (String file : recipe.files()) {
      try {
        read.put(file, RegularFile.read(file));
      } catch (IOException unreadable) {
        throw new BrokenFileException(file + " cannot be read (" + unreadable + ")", unreadable);
      }
    }
    return read;
  }

  private static boolean isSame(Map<String, byte[]> one, Map<String, byte[]> other) {
    for (Map.Entry<String, byte[]> file : one.entrySet()) {
      if (!Arrays.equals(file.getValue(), other.get(file.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private void tell(String problem) {
    boolean isLasting = problem.equals(lastProblem) || value == null;
    lastProblem = problem;
    if (isLasting && !problem.equals(saidProblem)) {
      saidProblem = problem;
      reloads.reloaded(false);
      Log.error(problem + "; " + (value == null ? loss : "what it was before stays in use"));
    }
  }
}
