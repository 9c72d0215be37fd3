package io.deploytelemetry.agent.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.deploytelemetry.agent.model.Check;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.Specs;
import io.deploytelemetry.agent.model.Uptime;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private static final ProbeSpec SPEC =
      Specs.of(
          OperationKind.DEPLOYMENT, "com.acme.Deployer", "deploy", null, "shop", "test", "", "");
  private static final List<String> LABELS = SPEC.labels(Collections.emptyList());
  private static final Check CHECK =
      new Check(
          Specs.of(OperationKind.HEALTH_CHECK, "com.acme.Db", "ping", null, "", "", "", "db", ""),
          List.of("", "", "", "db", "ready"));

  private final History history = new History(new Uptime(System.nanoTime()));

  @Test
  void whatHasEndedIsRememberedInItsOrderWithAllThatWasSaidOfIt() {
    history.ended(SPEC, LABELS, "1.0", Outcome.SUCCESS, 2_000_000_000, "");
    history.ended(SPEC, LABELS, "1.1", Outcome.FAILURE, 1, "java.io.IOException");
    history.ended(SPEC, LABELS, "1.0", Outcome.SUCCESS, 1, "");

    List<Ended> ended = history.after(0).ended();
    assertThat(ended).extracting(Ended::version).containsExactly("1.0", "1.1", "1.0");
    assertThat(ended.get(0).seconds()).isEqualTo(2);
    assertThat(ended.get(0).labels()).isSameAs(LABELS);
    assertThat(ended.get(1).outcome()).isEqualTo(Outcome.FAILURE);
    assertThat(ended.get(1).errorType()).isEqualTo("java.io.IOException");
  }

  @Test
  void aReaderGetsOnlyWhatIsNew() {
    history.ended(SPEC, LABELS, "1.0", Outcome.SUCCESS, 1, "");
    sample();
    long known = history.after(0).last();
    history.ended(SPEC, LABELS, "1.1", Outcome.SUCCESS, 1, "");
    history.changed(CHECK, "DOWN", "refused");
    sample();

    History.Memory news = history.after(known);
    assertThat(news.ended()).extracting(Ended::version).containsExactly("1.1");
    assertThat(news.changes()).extracting(HealthChange::error).containsExactly("refused");
    assertThat(news.samples().get("at")).hasSize(1);
    assertThat(history.after(news.last()).ended()).isEmpty();
    assertThat(history.after(news.last()).samples().get("at")).isEmpty();
  }

  @Test
  void manySuccessesDoNotPushOutAFailure() {
    history.ended(SPEC, LABELS, "broken", Outcome.TIMEOUT, 1, "timeout");
    for (int i = 0; i < 100_000; i++) {
      history.ended(SPEC, LABELS, "well", Outcome.SUCCESS, 1, "");
      if (i % 100 == 0) {
        sample();
      }
    }

    assertThat(history.after(0).ended()).extracting(Ended::version).startsWith("broken");
  }

  @Test
  void whatComesTooFastIsNotRememberedUntilTheNextSampleMakesRoomAgain() {
    for (int i = 0; i < 1_000; i++) {
      history.ended(SPEC, LABELS, "", Outcome.SUCCESS, 1, "");
    }
    assertThat(history.after(0).ended()).hasSize(300);
    assertThat(history.after(0).remembered()).isEqualTo(300);

    sample();
    history.ended(SPEC, LABELS, "afterwards", Outcome.SUCCESS, 1, "");
    assertThat(history.after(0).ended()).extracting(Ended::version).contains("afterwards");
  }

  @Test
  void aMillionEventsWithLongTextsLeaveAFewHundredKilobytes() {
    history.after(0);
    long before = usedBytes();
    String longText = "x".repeat(10_000);
    for (int i = 0; i < 1_000_000; i++) {
      boolean isWell = i % 2 == 0;
      String text = i % 100 < 2 ? i + longText : "";
      history.ended(
          SPEC, LABELS, text, isWell ? Outcome.SUCCESS : Outcome.FAILURE, 1, isWell ? "" : text);
      history.changed(CHECK, isWell ? "UP" : "DOWN", text);
      if (i % 100 == 99) {
        sample();
      }
    }
    long kilobytes = (usedBytes() - before) / 1_024;

    assertThat(history.after(0).ended()).hasSize(600);
    assertThat(history.after(0).samples().get("at")).hasSize(720);
    assertThat(kilobytes).as("KiB that a full history takes").isLessThan(600);
  }

  @Test
  void aCallThatIsNotRememberedAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    for (int i = 0; i < 1_000; i++) {
      history.ended(SPEC, LABELS, "1.0", Outcome.SUCCESS, 1, "");
    }
    long before = threads.getThreadAllocatedBytes(self);
    for (int i = 0; i < 100_000; i++) {
      history.ended(SPEC, LABELS, "1.0", Outcome.SUCCESS, 1, "");
    }

    assertThat(threads.getThreadAllocatedBytes(self) - before).isLessThan(1_000);
  }

  @Test
  void readersSeeEveryEventOnceWhileOthersWrite() throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(5);
    try {
      Future<List<Ended>> reader =
          pool.submit(
              () -> {
                List<Ended> seen = new ArrayList<>();
                long known = 0;
                begun.countDown();
                for (boolean isLast = false; ; isLast = isOver.get()) {
                  History.Memory memory = history.after(known);
                  seen.addAll(memory.ended());
                  known = memory.last();
                  if (isLast) {
                    return seen;
                  }
                }
              });
      begun.await();
      List<Future<?>> writers = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        String prefix = thread + "-";
        writers.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < 70; i++) {
                    history.ended(SPEC, LABELS, prefix + i, Outcome.SUCCESS, 1, "");
                  }
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      isOver.set(true);
      Set<String> versions = new HashSet<>();
      for (Ended ended : reader.get()) {
        assertThat(versions.add(ended.version())).as(ended.version()).isTrue();
      }
      assertThat(versions).hasSize(280);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aStripTellsSinceWhenACheckWasHow() {
    sample("db", "UP");
    sample("db", "UP");
    sample("db", "DOWN");
    sample("other", "UP");
    sample("db", "UP");

    assertThat(history.strip("db"))
        .extracting(part -> part.get(1))
        .containsExactly("UP", "DOWN", "", "UP");
    assertThat(history.strip("nobody")).isEmpty();
  }

  @Test
  void aStripKeepsAnHourAndForgetsChecksThatAreGone() {
    sample("gone", "DOWN");
    for (int i = 0; i < 720; i++) {
      sample("db", "UP");
    }

    assertThat(history.strip("gone")).isEmpty();
    assertThat(history.strip("db")).hasSize(1);
  }

  @Test
  void whatCannotBeReadIsUnknown() {
    history.add(Map.of(Samples.Column.HEAP_USED, 5L), Map.of());

    assertThat(history.after(0).samples().get("heapUsed")).containsExactly(5L);
    assertThat(history.after(0).samples().get("cpuMs")).containsExactly((Long) null);
  }

  private void sample() {
    history.add(Map.of(), Map.of());
  }

  private void sample(String check, String status) {
    history.add(Map.of(), Map.of(check, status));
  }

  /** What is left when all garbage is gone. */
  private static long usedBytes() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
