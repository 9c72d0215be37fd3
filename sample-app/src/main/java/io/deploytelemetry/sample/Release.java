package io.deploytelemetry.sample;

import java.time.Instant;

/**
 * A commit that is, was or shall be deployed.
 *
 * @param commit the full name, 40 hexadecimal digits
 * @param title the first line of its message
 */
record Release(String commit, String title, Instant committedAt) {

  String shortName() {
    return commit.substring(0, 7);
  }
}
