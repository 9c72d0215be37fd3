package io.deploytelemetry.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeDirectoryTest {

  @TempDir Path site;
  @TempDir Path state;

  private Website website;
  private GitSource source;
  private NodeDirectory node;

  @BeforeEach
  void open() throws Exception {
    website = new Website(site);
    source = new GitSource("website", website.path(), null, state.resolve("mirror.git"));
    node = new NodeDirectory(state.resolve("node-1"));
  }

  @AfterEach
  void close() {
    source.close();
    website.close();
  }

  @Test
  void thereIsACurrentReleaseAtEveryMomentOfASwitch() throws Exception {
    List<Release> releases = List.of(installed("one"), installed("two"));
    node.switchTo(releases.get(0));
    AtomicInteger looks = new AtomicInteger();
    AtomicBoolean switching = new AtomicBoolean(true);
    CompletableFuture<Integer> reader =
        CompletableFuture.supplyAsync(
            () -> {
              int missing = 0;
              while (switching.get()) {
                looks.incrementAndGet();
                missing += Files.exists(state.resolve("node-1/current/index.html")) ? 0 : 1;
              }
              return missing;
            });
    await().until(() -> looks.get() > 0);
    for (int i = 0; i < 1000; i++) {
      node.switchTo(releases.get(i % 2));
    }
    switching.set(false);

    assertThat(reader.get()).isZero();
    assertThat(node.currentCommit()).contains(releases.get(1).commit());
  }

  @Test
  void onlyTheNewestReleasesAndTheCurrentOneAreKept() throws Exception {
    List<String> commits = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Release release = installed("release " + i);
      commits.add(release.commit());
      Files.setLastModifiedTime(
          node.files(release.commit()), FileTime.from(Instant.EPOCH.plusSeconds(i)));
      if (i == 0) {
        node.switchTo(release);
      }
    }
    node.prune();

    assertThat(commits.stream().filter(commit -> Files.exists(node.files(commit))))
        .containsExactly(
            commits.get(0),
            commits.get(3),
            commits.get(4),
            commits.get(5),
            commits.get(6),
            commits.get(7));
  }

  @Test
  void copyThatWasCutOffIsNotTakenForARelease() throws Exception {
    Files.createDirectories(state.resolve("node-1/incomplete"));
    Files.writeString(state.resolve("node-1/incomplete/left-over"), "");
    Release release = installed("one");

    assertThat(node.files(release.commit()).resolve("index.html")).hasContent("one");
    assertThat(node.files(release.commit()).resolve("left-over")).doesNotExist();
  }

  @Test
  void symbolicLinksOfTheRepositoryAreLeftOut() throws Exception {
    website.link("link", Path.of("index.html"));
    Release release = installed("one");

    assertThat(node.files(release.commit()).resolve("index.html")).exists();
    assertThat(node.files(release.commit()).resolve("link")).doesNotExist();
  }

  private Release installed(String text) throws Exception {
    website.write("index.html", text).commit(text);
    Release release = source.poll();
    node.install(release, source);
    return release;
  }
}
