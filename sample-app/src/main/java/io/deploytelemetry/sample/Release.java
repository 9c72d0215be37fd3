package io.deploytelemetry.sample;

import java.time.Instant;

/**
 * A commit that is, was or shall be deployed.
 *
 * @param application what the repository holds
 * @param commit the full name, 40 hexadecimal digits
 * @param title the first line of its message
 */
record Release(String application, String commit, String title, Instant committedAt) {

  /** The commit's short name. */
  String version() {
    return commit.substring(0, 7);
  }
}
