package io.deploytelemetry.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.OutcomeWords;
import io.deploytelemetry.agent.model.Specs;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutcomeJudgeTest {

  private enum Status {
    Succeeded,
    NO_CHANGE,
    TIMED_OUT,
    Purple
  }

  private final Inventory inventory = new Inventory();
  private final OutcomeJudge judge = judge(OperationKind.DEPLOYMENT, OutcomeWords.STANDARD);

  @Test
  void resultsAreJudgedByTruthAndStatusWords() {
    assertThat(judge.ofResult((Object) null)).isEqualTo(Outcome.SUCCESS);
    assertThat(judge.ofResult(new Object())).isEqualTo(Outcome.SUCCESS);
    assertThat(judge.ofResult((Object) false)).isEqualTo(Outcome.FAILURE);
    assertThat(judge.ofResult((Object) 1)).isEqualTo(Outcome.SUCCESS);
    assertThat(judge.ofResult("no-change")).isEqualTo(Outcome.SKIP);
    assertThat(judge.ofResult("timed out")).isEqualTo(Outcome.TIMEOUT);
    assertThat(judge.ofResult("Canceled")).isEqualTo(Outcome.CANCELLATION);
    assertThat(judge.ofResult("a word that is none")).isEqualTo(Outcome.SUCCESS);
    assertThat(judge.ofResult(Status.Succeeded)).isEqualTo(Outcome.SUCCESS);
    assertThat(judge.ofResult(Status.NO_CHANGE)).isEqualTo(Outcome.SKIP);
    assertThat(judge.ofResult(Status.TIMED_OUT)).isEqualTo(Outcome.TIMEOUT);
    assertThat(inventory.notes()).isEmpty();
    assertThat(judge.ofResult(Status.Purple)).isEqualTo(Outcome.UNKNOWN);
    assertThat(inventory.notes().toString()).contains("Purple", "outcome.words");
  }

  @Test
  void falseIsNoFailureOfAnOperationOrAWait() {
    for (OperationKind kind : OperationKind.values()) {
      boolean isSuccess = kind == OperationKind.OPERATION || kind == OperationKind.WAIT;
      assertThat(judge(kind, OutcomeWords.STANDARD).ofResult(false))
          .isEqualTo(isSuccess ? Outcome.SUCCESS : Outcome.FAILURE);
    }
  }

  @Test
  void valueOfAnExpressionIsAnExitCodeATruthValueOrAWord() {
    assertThat(judge.ofExpression(0)).isEqualTo(Outcome.SUCCESS);
    assertThat(judge.ofExpression(3L)).isEqualTo(Outcome.FAILURE);
    assertThat(judge.ofExpression(false)).isEqualTo(Outcome.FAILURE);
    assertThat(judge.ofExpression(Status.TIMED_OUT)).isEqualTo(Outcome.TIMEOUT);
    assertThat(judge.ofExpression(Optional.of("skipped"))).isEqualTo(Outcome.SKIP);
    assertThat(judge.ofExpression(new StringBuilder("DOWN"))).isEqualTo(Outcome.FAILURE);
    assertThat(judge.ofExpression("no word")).isEqualTo(Outcome.UNKNOWN);
    assertThat(judge.ofExpression(null)).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void expressionWhoseTextCannotBeReadIsUnknown() {
    Object unprintable =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("no text");
          }
        };

    assertThat(judge.ofExpression(unprintable)).isEqualTo(Outcome.UNKNOWN);
    assertThat(inventory.notes().toString()).contains("no text");
  }

  @Test
  void usersWordsAreAddedAndReplace() {
    OutcomeJudge taught =
        judge(
            OperationKind.DEPLOYMENT,
            new OutcomeWords(Map.of("Partially Done", Outcome.FAILURE, "OK", Outcome.SKIP)));

    assertThat(taught.ofResult("partially-done")).isEqualTo(Outcome.FAILURE);
    assertThat(taught.ofResult("ok")).isEqualTo(Outcome.SKIP);
    assertThat(taught.ofResult("UP")).isEqualTo(Outcome.SUCCESS);
  }

  private OutcomeJudge judge(OperationKind kind, OutcomeWords words) {
    return new OutcomeJudge(
        Specs.plain(kind, "deploy", null),
        new ProbeContext(null, words, inventory, null, null, null, null, null));
  }
}
