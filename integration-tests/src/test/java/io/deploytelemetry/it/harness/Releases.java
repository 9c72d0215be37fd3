package io.deploytelemetry.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;

/** A git repository of releases for the sample application. */
public final class Releases implements AutoCloseable {

  private static final PersonIdent AUTHOR = new PersonIdent("Ada", "ada@example.org");

  private final Path directory;
  private final Git git;

  private Releases(Path directory, Git git) {
    this.directory = directory;
    this.git = git;
  }

  /** Makes an empty one. */
  public static Releases in(Path directory) throws GitAPIException {
    return new Releases(directory, Git.init().setDirectory(directory.toFile()).call());
  }

  /** What the application is given as {@code --repo}. */
  public Path directory() {
    return directory;
  }

  /**
   * Commits a release.
   *
   * @param title the first line of the commit's message
   * @param health what the nodes say of their health: well is what begins with {@code ok}
   * @return the version that the application gives to it
   */
  public String commit(String title, String health) throws IOException, GitAPIException {
    Files.writeString(directory.resolve("health"), health + "\n");
    Files.writeString(directory.resolve("index.html"), "<h1>" + title + "</h1>\n");
    git.add().addFilepattern(".").call();
    return git.commit()
        .setMessage(title)
        .setAuthor(AUTHOR)
        .setCommitter(AUTHOR)
        .setSign(false)
        .call()
        .name()
        .substring(0, 7);
  }

  @Override
  public void close() {
    git.close();
  }
}
