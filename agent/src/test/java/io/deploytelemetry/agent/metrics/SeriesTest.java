package io.deploytelemetry.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.agent.bridge.TelemetryBridge;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SeriesTest {

  private static final RuntimeException FAILURE = new IllegalStateException();

  private final MeasuredMethods methods = new MeasuredMethods();
  private final int slot = methods.deployment("shop", "");

  @Test
  void countsAreExactAndNeverContradictEachOtherWhileThreadsCallAndScrape() throws Exception {
    int threads = 8;
    int calls = 200_000;
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(threads + 1);
    Future<Integer> scrapes = pool.submit(() -> scrapeUntil(ended));
    List<Future<?>> callers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      callers.add(pool.submit(() -> callEveryThirdThrowing(calls)));
    }
    for (Future<?> caller : callers) {
      caller.get();
    }
    ended.set(true);

    assertThat(scrapes.get()).isPositive();
    int failures = threads * ((calls + 2) / 3);
    Exposition shown = methods.scrape();
    assertThat(shown.value("deployments_started_total")).isEqualTo(threads * calls);
    assertThat(shown.value("deployments_total", "failure")).isEqualTo(failures);
    assertThat(shown.value("deployments_total", "success")).isEqualTo(threads * calls - failures);
    assertThat(shown.value("deployment_errors_total")).isEqualTo(failures);
    assertThat(shown.value("deployments_in_progress")).isZero();
    pool.shutdownNow();
  }

  @Test
  void everyThreadParkedInTheBodyIsInProgressAndCountedOnce() throws Exception {
    assertThatParkedThreadsAreCounted(300, Thread::new);
  }

  @Test
  void threadsThatGiveTheSameNumberAreToldApart() throws Exception {
    assertThatParkedThreadsAreCounted(20, NumberedThread::new);
  }

  private void assertThatParkedThreadsAreCounted(int threads, Function<Runnable, Thread> maker)
      throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(threads);
    CountDownLatch leave = new CountDownLatch(1);
    List<Thread> parked = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      Thread thread = maker.apply(() -> park(inside, leave));
      thread.start();
      parked.add(thread);
    }
    inside.await();

    Exposition during = methods.scrape();
    leave.countDown();
    for (Thread thread : parked) {
      thread.join();
    }
    Exposition after = methods.scrape();

    assertThat(during.value("deployments_in_progress")).isEqualTo(threads);
    assertThat(during.value("deployments_started_total")).isEqualTo(threads);
    assertThat(after.value("deployments_in_progress")).isZero();
    assertThat(after.value("deployments_total", "success")).isEqualTo(threads);
  }

  @Test
  void theNumberOfAThreadIsTrustedUnlessItsClassGivesAnother() {
    Thread plain = new Thread(() -> {});
    Thread named = new Thread("named") {};

    assertThat(ThreadNumber.of(plain)).isEqualTo(plain.getId());
    assertThat(ThreadNumber.of(named)).isEqualTo(named.getId());
    assertThat(ThreadNumber.of(new NumberedThread(() -> {}))).isEqualTo(ThreadNumber.UNKNOWN);
  }

  /** As a server's pool may have them, in which a thread that died is followed by one like it. */
  private static final class NumberedThread extends Thread {

    NumberedThread(Runnable body) {
      super(body);
    }

    @Override
    public long getId() {
      return 7;
    }
  }

  private void park(CountDownLatch inside, CountDownLatch leave) {
    Object call = TelemetryBridge.enter(slot);
    methods.call(slot); // within a call of the same series: not counted
    inside.countDown();
    try {
      leave.await();
    } catch (InterruptedException unexpected) {
      throw new AssertionError(unexpected);
    }
    methods.call(slot); // and neither when lanes have been added meanwhile
    TelemetryBridge.exit(call, slot);
  }

  private void callEveryThirdThrowing(int calls) {
    for (int i = 0; i < calls; i++) {
      if (i % 3 == 0) {
        methods.callThrowing(slot, FAILURE);
      } else {
        methods.call(slot);
      }
    }
  }

  private int scrapeUntil(AtomicBoolean ended) {
    int scrapes = 0;
    double completedBefore = 0;
    while (!ended.get()) {
      Exposition shown = methods.scrape();
      double started = shown.value("deployments_started_total");
      double completed =
          shown.value("deployments_total", "success") + shown.value("deployments_total", "failure");
      assertThat(started).isGreaterThanOrEqualTo(completed);
      assertThat(completed).isGreaterThanOrEqualTo(completedBefore);
      assertThat(shown.value("deployments_in_progress")).isEqualTo(started - completed);
      completedBefore = completed;
      scrapes++;
    }
    return scrapes;
  }
}
