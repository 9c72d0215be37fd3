package io.deploytelemetry.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * A repository with an author of its own: something to deploy where the user brought nothing. Every
 * third release is broken, every fourth not for production.
 */
final class DemoRepository implements AutoCloseable {

  private final Repository repository;
  private final ScheduledExecutorService author =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "author"));
  private int releases;

  /** Opens the repository in this directory, or makes it with a first release. */
  DemoRepository(Path directory) throws IOException {
    try {
      repository =
          Git.init()
              .setBare(true)
              .setGitDir(directory.toFile())
              .setInitialBranch("main")
              .call()
              .getRepository();
    } catch (GitAPIException e) {
      throw new IOException(e.getMessage(), e);
    }
    releases = countCommits();
    if (releases == 0) {
      commitNext();
    }
  }

  String url() {
    return repository.getDirectory().toString();
  }

  /** Goes on committing until closed. */
  void commitEvery(Duration period, Console console) {
    Runnable commit =
        () -> {
          try {
            commitNext();
          } catch (IOException e) {
            console.say("the demo repository got no new release: %s", e);
          }
        };
    author.scheduleAtFixedRate(commit, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Commits one release; not while {@link #commitEvery} is at work. */
  void commitNext() throws IOException {
    int number = ++releases;
    boolean broken = number % 3 == 0;
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      TreeFormatter tree = new TreeFormatter(); // wants its entries in order of their names
      tree.append("health", FileMode.REGULAR_FILE, text(inserter, broken ? "broken" : "ok"));
      tree.append("index.html", FileMode.REGULAR_FILE, text(inserter, page(number)));
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(inserter.insert(tree));
      commit.setAuthor(new PersonIdent("Ada", "ada@example.org"));
      commit.setCommitter(commit.getAuthor());
      commit.setMessage(
          "Release "
              + number
              + (broken ? ", which is broken" : "")
              + (number % 4 == 0 ? ", not for production" : ""));
      ObjectId head = repository.resolve(Constants.HEAD);
      if (head != null) {
        commit.setParentId(head);
      }
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      moveHead(id);
    }
  }

  private void moveHead(ObjectId id) throws IOException {
    RefUpdate update = repository.updateRef(Constants.HEAD);
    update.setNewObjectId(id);
    RefUpdate.Result result = update.update();
    if (result != RefUpdate.Result.NEW && result != RefUpdate.Result.FAST_FORWARD) {
      throw new IOException("HEAD did not move: " + result);
    }
  }

  private int countCommits() throws IOException {
    ObjectId head = repository.resolve(Constants.HEAD);
    int count = 0;
    if (head != null) {
      try (RevWalk walk = new RevWalk(repository)) {
        walk.markStart(walk.parseCommit(head));
        while (walk.next() != null) {
          count++;
        }
      }
    }
    return count;
  }

  private static ObjectId text(ObjectInserter inserter, String text) throws IOException {
    return inserter.insert(Constants.OBJ_BLOB, Constants.encode(text + "\n"));
  }

  private static String page(int number) {
    return String.format(
        """
        <!doctype html>
        <title>Release %1$d</title>
        <body style="background: hsl(%2$d, 60%%, 85%%); font: 20vmin sans-serif">
        <h1>Release %1$d</h1>\
        """,
        number, number * 67 % 360);
  }

  @Override
  public void close() {
    author.shutdown();
    try {
      author.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    repository.close();
  }
}
