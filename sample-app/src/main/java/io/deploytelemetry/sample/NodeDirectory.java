package io.deploytelemetry.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A node's files: {@code releases/<commit>}, the newest few of them, and the symbolic link {@code
 * current} to the one that is served.
 */
final class NodeDirectory {

  /** Enough to look at what ran before; going back further copies from git again. */
  static final int KEPT = 5;

  private final Path directory;
  private final Path releases;
  private final Path current;

  NodeDirectory(Path directory) throws IOException {
    this.directory = directory;
    this.releases = Files.createDirectories(directory.resolve("releases"));
    this.current = directory.resolve("current");
  }

  /** Returns the commit that the link names; empty before the first deployment. */
  Optional<String> currentCommit() throws IOException {
    return Files.isSymbolicLink(current)
        ? Optional.of(Files.readSymbolicLink(current).getFileName().toString())
        : Optional.empty();
  }

  Path files(String commit) {
    return releases.resolve(commit);
  }

  /** Copies the release unless it is there. A directory in {@code releases} is always complete. */
  void install(Release release, GitSource source) throws IOException {
    if (!Files.isDirectory(files(release.commit()))) {
      Path incomplete = directory.resolve("incomplete");
      FileTree.delete(incomplete);
      source.copy(release, Files.createDirectories(incomplete));
      Files.move(incomplete, files(release.commit()), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Makes an installed release the current one; there is a current one at every moment. */
  void switchTo(Release release) throws IOException {
    Path next = directory.resolve("next");
    Files.deleteIfExists(next);
    Files.createSymbolicLink(next, directory.relativize(files(release.commit())));
    Files.move(next, current, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes all but the newest releases; never the current one. */
  void prune() throws IOException {
    record Installed(Path files, FileTime at) {}
    List<Installed> installed = new ArrayList<>();
    try (Stream<Path> paths = Files.list(releases)) {
      for (Path path : paths.toList()) {
        installed.add(new Installed(path, Files.getLastModifiedTime(path)));
      }
    }
    installed.sort(Comparator.comparing(Installed::at).reversed());
    Optional<Path> served = currentCommit().map(this::files);
    for (Installed old : installed.subList(Math.min(KEPT, installed.size()), installed.size())) {
      if (!served.equals(Optional.of(old.files()))) {
        FileTree.delete(old.files());
      }
    }
  }
}
