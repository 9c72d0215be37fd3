package io.deploytelemetry.sample;

import io.deploytelemetry.annotations.HealthCheck;
import io.deploytelemetry.annotations.Operation;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache.FileKey;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.FS;

/** The git repository that says what shall run, read through a bare mirror of its one branch. */
final class GitSource implements AutoCloseable {

  private static final String MIRRORED = "refs/heads/deployed";
  private static final Set<String> SCHEMES = Set.of("file", "http", "https", "git");
  private static final int TIMEOUT_SECONDS = 10;

  private final String application;
  private final String url;
  private final RefSpec refSpec;
  private final Git mirror;

  /** A null branch is the one that HEAD names there. */
  GitSource(String application, String repo, String branch, Path mirror)
      throws UsageException, IOException {
    this.application = application;
    this.url = url(repo);
    String wanted = branch == null ? Constants.HEAD : Constants.R_HEADS + branch;
    if (branch != null && !Repository.isValidRefName(wanted)) {
      throw new UsageException("--branch " + branch + " is no name of a branch; correct it.");
    }
    this.refSpec = new RefSpec("+" + wanted + ":" + MIRRORED); // "+": also when it was rewound
    try {
      this.mirror = Git.init().setBare(true).setGitDir(mirror.toFile()).call();
    } catch (GitAPIException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static String url(String repo) throws UsageException {
    try {
      URIish uri = new URIish(repo);
      if (uri.getScheme() != null && SCHEMES.contains(uri.getScheme())) {
        return repo;
      }
      if (uri.isRemote()) {
        throw new UsageException(
            "--repo "
                + repo
                + " cannot be reached: only file, http, https and git URLs can;"
                + " use one of these, or clone it and give the path.");
      }
    } catch (URISyntaxException e) {
      throw new UsageException("--repo " + repo + " is neither a path nor a URL; correct it.");
    }
    Path path = Path.of(repo).toAbsolutePath().normalize();
    if (FileKey.resolve(path.toFile(), FS.DETECTED) == null) {
      throw new UsageException(
          "--repo " + repo + " is no git repository; give the directory that has .git in it.");
    }
    return path.toString();
  }

  /** For people: without the user's name, which can be a token, and without the password. */
  @Override
  public String toString() {
    try {
      return new URIish(url).setUser(null).setPass(null).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e); // it was parsed before
    }
  }

  /** Fetches what is new, which shows whether the repository answers; returns the head. */
  @HealthCheck(
      value = "repository",
      group = "system",
      application = "{this.application}",
      environment = "${DEPLOY_ENV:demo}",
      provider = "local")
  @Operation(
      value = "git_poll",
      application = "{this.application}",
      environment = "${DEPLOY_ENV:demo}",
      provider = "local")
  Release poll() throws IOException, GitAPIException {
    mirror
        .fetch()
        .setRemote(url)
        .setRefSpecs(refSpec)
        .setTagOpt(TagOpt.NO_TAGS)
        .setTimeout(TIMEOUT_SECONDS)
        .call();
    return release(mirror.getRepository().resolve(MIRRORED));
  }

  /**
   * Returns the release of a commit that was polled once; empty when it is of another repository.
   */
  Optional<Release> release(String commit) throws IOException {
    try {
      return Optional.of(release(ObjectId.fromString(commit)));
    } catch (MissingObjectException e) {
      return Optional.empty();
    }
  }

  private Release release(ObjectId id) throws IOException {
    RevCommit commit = mirror.getRepository().parseCommit(id);
    return new Release(
        application,
        commit.name(),
        commit.getShortMessage(),
        commit.getCommitterIdent().getWhenAsInstant());
  }

  /** Writes the release's files below a directory. Symbolic links and submodules are left out. */
  void copy(Release release, Path directory) throws IOException {
    try (RevWalk commits = new RevWalk(mirror.getRepository());
        TreeWalk files = new TreeWalk(mirror.getRepository())) {
      files.addTree(commits.parseCommit(ObjectId.fromString(release.commit())).getTree());
      files.setRecursive(true);
      while (files.next()) {
        FileMode mode = files.getFileMode();
        if (mode == FileMode.REGULAR_FILE || mode == FileMode.EXECUTABLE_FILE) {
          Path file = directory.resolve(files.getPathString()).normalize();
          if (!file.startsWith(directory)) { // a tree made by hand can hold ".."
            throw new IOException("the release has a file outside of it: " + file);
          }
          Files.createDirectories(file.getParent());
          try (OutputStream out = Files.newOutputStream(file)) {
            files.getObjectReader().open(files.getObjectId(0)).copyTo(out);
          }
        }
      }
    }
  }

  @Override
  public void close() {
    mirror.close();
  }
}
