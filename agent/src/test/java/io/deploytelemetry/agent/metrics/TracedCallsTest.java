package io.deploytelemetry.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.trace.Trace;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracedCallsTest {

  private static final long SECOND = 1_000_000_000;

  private final BucketLayout layout = new BucketLayout(1, 10);
  private final TracedCalls calls = new TracedCalls(layout);

  @Test
  void theLatestCallOfEachOutcomeAndBucketIsKept() {
    end(Outcome.SUCCESS, SECOND / 2, "first", 1_000);
    end(Outcome.SUCCESS, SECOND, "second", 2_000);
    end(Outcome.SUCCESS, 11 * SECOND, "slow", 3_000);
    end(Outcome.FAILURE, SECOND, "failed", 4_000);

    DurationSums[] sums = sums();

    assertThat(traces(sums[Outcome.SUCCESS.ordinal()])).containsExactly("second", "slow");
    assertThat(traces(sums[Outcome.FAILURE.ordinal()])).containsExactly("failed");
    assertThat(traces(sums[Outcome.TIMEOUT.ordinal()])).isEmpty();
  }

  @Test
  void whatIsAddedUpKeepsTheLatestCallOfEachBucket() {
    end(Outcome.FAILURE, SECOND, "failed", 4_000);
    end(Outcome.SUCCESS, SECOND, "succeeded", 3_000);
    end(Outcome.SUCCESS, 2 * SECOND, "slow", 1_000);
    DurationSums[] sums = sums();
    DurationSums all = new DurationSums(layout);

    for (DurationSums ofOutcome : sums) {
      ofOutcome.add(0, 1); // sums without a call are passed over
      all.add(ofOutcome);
    }

    assertThat(traces(all)).containsExactly("failed", "slow");
  }

  @Test
  void aSpanIsLookedForOnceInATenthOfASecondForEachOutcomeAndBucket() {
    assertThat(calls.isLookDue(Outcome.SUCCESS, SECOND, 1_000)).isTrue();
    assertThat(calls.isLookDue(Outcome.SUCCESS, SECOND, 1_099)).isFalse();
    assertThat(calls.isLookDue(Outcome.FAILURE, SECOND, 1_099)).isTrue();
    assertThat(calls.isLookDue(Outcome.SUCCESS, 2 * SECOND, 1_099)).isTrue();
    assertThat(calls.isLookDue(Outcome.SUCCESS, SECOND, 1_100)).isTrue();
  }

  @Test
  void aClockThatIsSetBackDoesNotPutTheNextLookOff() {
    assertThat(calls.isLookDue(Outcome.SUCCESS, SECOND, 900_000)).isTrue();
    assertThat(calls.isLookDue(Outcome.SUCCESS, SECOND, 1_000)).isTrue();
  }

  private void end(Outcome outcome, long nanos, String trace, long millis) {
    calls.put(outcome, nanos, new TracedCall(new Trace(trace, "span"), nanos, millis));
  }

  private DurationSums[] sums() {
    DurationSums[] sums = new DurationSums[Outcome.count()];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = new DurationSums(layout);
    }
    calls.addTo(sums);
    return sums;
  }

  private static List<String> traces(DurationSums sums) {
    return sums.traced().stream().map(call -> call.trace().traceId()).toList();
  }
}
