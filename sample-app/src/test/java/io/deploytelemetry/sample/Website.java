package io.deploytelemetry.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.revwalk.RevCommit;

/** A git repository with a work tree, as a user would bring it. */
final class Website implements AutoCloseable {

  private final Git git;
  private final Path directory;

  Website(Path directory) throws Exception {
    GitSystem.install();
    this.directory = directory;
    this.git = Git.init().setDirectory(directory.toFile()).setInitialBranch("main").call();
  }

  String path() {
    return directory.toString();
  }

  Website write(String file, String text) throws Exception {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    return this;
  }

  Website link(String file, Path to) throws Exception {
    Files.createSymbolicLink(directory.resolve(file), to);
    return this;
  }

  Website checkout(String newBranch) throws Exception {
    git.checkout().setCreateBranch(true).setName(newBranch).call();
    return this;
  }

  /** Returns the commit's full name. */
  String commit(String message) throws Exception {
    git.add().addFilepattern(".").call();
    RevCommit commit =
        git.commit()
            .setMessage(message)
            .setAuthor("Ada", "ada@example.org")
            .setCommitter("Ada", "ada@example.org")
            .setSign(false)
            .call();
    return commit.name();
  }

  @Override
  public void close() {
    git.close();
  }
}
