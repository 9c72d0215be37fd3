package io.deploytelemetry.agent.language;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.deploy.Deployer;
import io.deploytelemetry.agent.metrics.Exposition;
import java.lang.reflect.Method;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import kotlin.ResultKt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StagesTest {

  private final MeasuredClasses agent = new MeasuredClasses();
  private Class<?> type;
  private Object deployer;

  @BeforeEach
  void weave() throws Exception {
    type = agent.weave(Deployer.class);
    deployer = type.getConstructor(String.class).newInstance("eu");
  }

  @Test
  void callIsInProgressUntilItsStageCompletesAndTheCallerGetsTheVeryStage() throws Exception {
    CompletableFuture<Object> stage = new CompletableFuture<>();

    assertThat(deployLater("shop", stage)).isSameAs(stage);

    Exposition running = agent.scrape();
    assertThat(running.value("deployments_in_progress", "shop")).isOne();
    assertThat(running.samples("deployment_oldest_in_progress_start_timestamp_seconds")).hasSize(1);
    assertThat(running.value("deployments_total", "shop", "\"success\"")).isZero();

    stage.complete(result("SUCCESS"));

    Exposition ended = agent.scrape();
    assertThat(ended.value("deployments_in_progress", "shop")).isZero();
    assertThat(ended.samples("deployment_oldest_in_progress_start_timestamp_seconds")).isEmpty();
    assertThat(ended.value("deployments_total", "shop", "\"success\"")).isOne();
    assertThat(ended.value("deployment_info", "shop", "version=\"2.0\"")).isOne();
  }

  @Test
  void stageThatIsCompleteEndsTheCallAtOnce() throws Exception {
    deployLater("shop", CompletableFuture.completedFuture(result("FAILED")));
    deployLater("shop", failed(new CompletionException(new TimeoutException())));
    CompletableFuture<Object> cancelled = new CompletableFuture<>();
    cancelled.cancel(true);
    deployLater("shop", cancelled);

    Exposition shown = agent.scrape();
    assertThat(shown.value("deployments_started_total", "shop")).isEqualTo(3);
    assertThat(shown.value("deployments_in_progress", "shop")).isZero();
    assertThat(shown.value("deployments_total", "shop", "\"failure\"")).isOne();
    assertThat(shown.value("deployments_total", "shop", "\"timeout\"")).isOne();
    assertThat(shown.value("deployments_total", "shop", "\"cancellation\"")).isOne();
    assertThat(shown.value("deployment_errors_total", "error_type=\"FAILED\"")).isOne();
  }

  @Test
  void failedResultOfKotlinIsWhatItHolds() throws Exception {
    Object result = ResultKt.createFailure(new TimeoutException());
    deployLater("shop", CompletableFuture.completedFuture(result));

    Exposition shown = agent.scrape();
    assertThat(shown.value("deployments_total", "shop", "\"timeout\"")).isOne();
    assertThat(shown.value("deployment_errors_total", "TimeoutException")).isOne();
  }

  @Test
  void noStageAndAStageOfNothingAreJudgedByTheirExpression() throws Exception {
    deployLater("shop", null);
    deployLater("shop", CompletableFuture.completedFuture(null));

    assertThat(agent.scrape().value("deployments_total", "shop", "\"unknown\"")).isEqualTo(2);
  }

  @Test
  void stageWhoseValueIsAStageIsFollowedIntoIt() throws Exception {
    CompletableFuture<Object> inner = new CompletableFuture<>();
    deployLater("shop", CompletableFuture.completedFuture(inner));
    assertThat(agent.scrape().value("deployments_in_progress", "shop")).isOne();

    inner.complete(result("SKIPPED"));

    assertThat(agent.scrape().value("deployments_total", "shop", "\"skip\"")).isOne();
  }

  @Test
  void callsOfOneThreadThatGoOnAtTheSameTimeAreAllCounted() throws Exception {
    CompletableFuture<Object> first = new CompletableFuture<>();
    CompletableFuture<Object> second = new CompletableFuture<>();
    deployLater("shop", first);
    deployLater("shop", second);

    assertThat(agent.scrape().value("deployments_in_progress", "shop")).isEqualTo(2);

    second.complete(result("OK"));
    first.completeExceptionally(new IllegalStateException());

    Exposition shown = agent.scrape();
    assertThat(shown.value("deployments_total", "shop", "\"success\"")).isOne();
    assertThat(shown.value("deployments_total", "shop", "\"failure\"")).isOne();
    assertThat(shown.value("deployments_in_progress", "shop")).isZero();
  }

  @Test
  void stageThatCannotBeFollowedIsUnknownAndTheCallerGetsItAllTheSame() throws Exception {
    CompletableFuture<Object> refusing =
        new Followed(
            action -> {
              throw new UnsupportedOperationException("no callbacks");
            });
    CompletableFuture<Object> failing =
        new Followed(
            action -> {
              throw new AssertionError("no callbacks at all");
            });

    assertThat(deployLater("shop", refusing)).isSameAs(refusing);
    assertThat(deployLater("shop", failing)).isSameAs(failing);

    assertThat(agent.scrape().value("deployments_total", "shop", "\"unknown\"")).isEqualTo(2);
    assertThat(agent.scrape().value("deployments_in_progress", "shop")).isZero();
    assertThat(agent.inventory.notes().toString()).contains("no callbacks at all");
  }

  @Test
  void whatAStageComesToFirstCounts() throws Exception {
    CompletableFuture<Object> twice =
        new Followed(
            action -> {
              action.accept(null, new IllegalStateException());
              action.accept(null, null);
              throw new IllegalStateException("and refuses then");
            });
    CompletableFuture<Object> changed = new CompletableFuture<>();
    deployLater("shop", twice);
    deployLater("shop", changed.minimalCompletionStage());
    changed.complete(result("SKIPPED"));
    changed.obtrudeValue(result("FAILED"));

    Exposition shown = agent.scrape();
    assertThat(shown.value("deployments_started_total", "shop")).isEqualTo(2);
    assertThat(shown.value("deployments_total", "shop", "\"failure\"")).isOne();
    assertThat(shown.value("deployments_total", "shop", "\"skip\"")).isOne();
    assertThat(shown.value("deployments_in_progress", "shop")).isZero();
  }

  @Test
  void methodThatPromisesNothingMayReturnAStage() throws Exception {
    CompletableFuture<Object> stage = new CompletableFuture<>();
    Method method = type.getMethod("deployEverything", String.class, Callable.class);
    method.invoke(deployer, "shop", (Callable<?>) () -> stage);
    assertThat(agent.scrape().value("deployments_in_progress", "shop")).isOne();

    stage.complete("FAILED");

    assertThat(agent.scrape().value("deployments_total", "shop", "\"failure\"")).isOne();
  }

  private Object deployLater(String application, Object stage) throws Exception {
    return type.getMethod("deployLater", String.class, CompletionStage.class)
        .invoke(deployer, application, stage);
  }

  private Object result(String status) throws Exception {
    return type.getClassLoader()
        .loadClass(Deployer.Result.class.getName())
        .getConstructor(String.class)
        .newInstance(status);
  }

  private static CompletableFuture<Object> failed(Throwable failure) {
    CompletableFuture<Object> stage = new CompletableFuture<>();
    stage.completeExceptionally(failure);
    return stage;
  }

  /** A stage that does as it likes with who wants to know what it comes to. */
  private static final class Followed extends CompletableFuture<Object> {

    private final Consumer<BiConsumer<? super Object, ? super Throwable>> follow;

    Followed(Consumer<BiConsumer<? super Object, ? super Throwable>> follow) {
      this.follow = follow;
    }

    @Override
    public CompletableFuture<Object> whenComplete(
        BiConsumer<? super Object, ? super Throwable> action) {
      follow.accept(action);
      return this;
    }
  }
}
