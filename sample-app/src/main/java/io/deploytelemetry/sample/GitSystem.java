package io.deploytelemetry.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.util.SystemReader;

/**
 * Keeps JGit from measuring how exact the file system's timestamps are. That took 3 seconds of the
 * first poll and left a file in the user's home. The user's git settings count as ever.
 */
final class GitSystem extends SystemReader.Delegate {

  private GitSystem(SystemReader reader) {
    super(reader);
  }

  /** Counts for the whole JVM. */
  static synchronized void install() {
    if (!(SystemReader.getInstance() instanceof GitSystem)) {
      SystemReader.setInstance(new GitSystem(SystemReader.getInstance()));
    }
  }

  @Override
  public StoredConfig getUserConfig() throws ConfigInvalidException, IOException {
    return new AssumedTimestamps(super.getUserConfig());
  }

  private static final class AssumedTimestamps extends StoredConfig {

    AssumedTimestamps(Config base) {
      super(base);
    }

    /** Two seconds for every file system: the coarsest there is (FAT). */
    @Override
    public long getTimeUnit(
        String section, String subsection, String name, long otherwise, TimeUnit unit) {
      return section.equals("filesystem")
          ? unit.convert(Duration.ofSeconds(2))
          : super.getTimeUnit(section, subsection, name, otherwise, unit);
    }

    @Override
    public void load() {
      // the base is loaded already
    }

    @Override
    public void save() {
      throw new UnsupportedOperationException("the deployer changes no settings");
    }
  }
}
