package io.deploytelemetry.agent.config;

import io.deploytelemetry.agent.log.Log;
import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the configuration file, and reads the settings anew when it has changed. Its content is
 * compared, not its time: a symbolic link may lead to another file by now, and clocks are coarse.
 * What changes between two looks is being written. A file with anything wrong is left out as a
 * whole, and what is in use stays: half a configuration would release what is measured.
 *
 * <p>Threads: one looks; others read {@link #last} and {@link #waiting}.
 */
public final class ConfigWatch {

  /** Who uses the settings. */
  public interface User {

    /** What is wrong with settings that have been read, beyond their form; places included. */
    List<String> problems(Settings read);

    /**
     * Uses other settings from now on.
     *
     * @return what needs a restart although its option does not
     */
    List<String> use(Settings changed);

    /** The file has been read anew. */
    void reloaded(boolean succeeded);
  }

  /** What came of reading the file anew. Immutable. */
  public static final class Reload {

    private final long nanos = System.nanoTime();
    private final List<String> problems;

    Reload(List<String> problems) {
      this.problems = Collections.unmodifiableList(new ArrayList<>(problems));
    }

    /** When it was, by {@code System.nanoTime()}. */
    public long nanos() {
      return nanos;
    }

    /** Why what was in use before has stayed; empty if the file is in use. */
    public List<String> problems() {
      return problems;
    }
  }

  private final String arguments;
  private final Settings started;
  private final File file;

  private ConfigText judged;
  private ConfigText seen;
  private volatile @Nullable Reload last;
  private volatile List<String> waiting = Collections.emptyList();

  /**
   * Makes a watch.
   *
   * @param arguments those of the agent
   * @param started the settings that were read of them at the start
   */
  public ConfigWatch(String arguments, Settings started) {
    this.arguments = arguments;
    this.started = started;
    this.file = new File(started.get(Option.CONFIG));
    this.judged = started.text();
    this.seen = judged;
  }

  /** Whether there is a file to look at; 0 for no: how often, in milliseconds. */
  public long periodMillis() {
    return started.get(Option.CONFIG).isEmpty() ? 0 : started.millis(Option.CONFIG_WATCH);
  }

  /** How the file was read last; {@code null} if only at the start. */
  public @Nullable Reload last() {
    return last;
  }

  /** What stands in the file and needs a restart. */
  public List<String> waiting() {
    return waiting;
  }

  /** Looks once. */
  public void look(User user) {
    ConfigText found = ConfigText.read(file);
    boolean isSettled = found.isSame(seen);
    seen = found;
    if (isSettled && !found.isSame(judged)) {
      judged = found;
      judge(Settings.read(arguments, found), user);
    }
  }

  private void judge(Settings read, User user) {
    List<String> problems = new ArrayList<>(read.problemsOfFile());
    if (judged.isEmpty() && judged.problem() == null) {
      problems.add(file + " is empty, as it would be on a full disk"); // a comment says it is meant
    }
    problems.addAll(user.problems(read));
    List<String> saidToWait = waiting;
    if (problems.isEmpty()) {
      List<String> restart = new ArrayList<>(read.waitingSince(started));
      restart.addAll(user.use(read.appliedTo(started)));
      waiting = Collections.unmodifiableList(restart);
    }
    last = new Reload(problems);
    user.reloaded(problems.isEmpty());
    say(problems, saidToWait);
  }

  private void say(List<String> problems, List<String> saidToWait) {
    for (String problem : problems) {
      Log.error(problem + ". The file is not used; what was in use before stays");
    }
    if (problems.isEmpty()) {
      Log.info(file + " has been read again and is in use");
      for (String each : waiting) {
        if (!saidToWait.contains(each)) {
          Log.warn(each + " needs a restart");
        }
      }
    }
  }
}
