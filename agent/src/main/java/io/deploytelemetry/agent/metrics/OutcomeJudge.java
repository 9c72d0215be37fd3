package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.ValueReader;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Judges the calls of one method: by the exception, else by the value of its outcome expression,
 * else by the result.
 */
final class OutcomeJudge {

  private final ProbeSpec spec;
  private final ProbeContext context;

  private volatile @Nullable JudgedType lastThrown;
  private volatile @Nullable String lastUnknown;

  OutcomeJudge(ProbeSpec spec, ProbeContext context) {
    this.spec = spec;
    this.context = context;
  }

  /** The outcome of a call that threw what {@link Outcome#unwrap} made of its exception. */
  Outcome ofThrowable(Throwable unwrapped) {
    JudgedType last = lastThrown;
    if (last == null || last.get() != unwrapped.getClass()) {
      last = new JudgedType(unwrapped);
      lastThrown = last;
    }
    return last.outcome;
  }

  /** The outcome of a call that returned a truth value. */
  Outcome ofResult(boolean result) {
    return result || !spec.kind().isFalseFailure() ? Outcome.SUCCESS : Outcome.FAILURE;
  }

  /** The outcome of a call that returned something else: by status words, else success. */
  Outcome ofResult(@Nullable Object result) {
    if (result instanceof Boolean) {
      return ofResult((boolean) (Boolean) result);
    }
    if (result instanceof Enum) {
      return ofWord(((Enum<?>) result).name());
    }
    Outcome outcome = result instanceof String ? context.words().outcome((String) result) : null;
    return outcome == null ? Outcome.SUCCESS : outcome;
  }

  /** The outcome of a call whose outcome expression has this value: a number is an exit code. */
  Outcome ofExpression(@Nullable Object value) {
    Object held = ValueReader.unwrap(value);
    if (held instanceof Boolean) {
      return ofResult((boolean) (Boolean) held);
    }
    if (held instanceof Integer
        || held instanceof Long
        || held instanceof Short
        || held instanceof Byte) {
      return ((Number) held).longValue() == 0 ? Outcome.SUCCESS : Outcome.FAILURE;
    }
    try {
      return ofWord(ValueReader.text(held));
    } catch (Throwable failure) {
      note("the outcome expression", "its value's toString() fails: " + failure);
      return Outcome.UNKNOWN;
    }
  }

  private Outcome ofWord(String word) {
    Outcome outcome = context.words().outcome(word);
    if (outcome == null && spec.kind() == OperationKind.APPROVAL) {
      return Outcome.UNKNOWN;
    }
    if (outcome == null && word.equals(lastUnknown)) {
      return Outcome.UNKNOWN;
    }
    if (outcome == null) {
      lastUnknown = word;
      note(
          "the result '" + word + "'",
          "it is no status word, so the outcome is unknown. Map it with outcome.words="
              + (word.isEmpty() ? "WORD" : word)
              + "=success");
      return Outcome.UNKNOWN;
    }
    return outcome;
  }

  /** The name under which a failed call counts: of what it threw, or the word it returned. */
  String errorType(@Nullable Object told) {
    if (told instanceof Throwable) {
      return told.getClass().getName();
    }
    try {
      return ValueReader.text(told);
    } catch (Throwable failure) {
      note("the result", "its toString() fails: " + failure);
      return ErrorCounts.OTHER;
    }
  }

  private void note(String what, String reason) {
    context.inventory().note(spec.className() + "#" + spec.method() + ": " + what, reason);
  }

  /** A class of exceptions, which may be unloaded, and what it was judged to be. */
  private static final class JudgedType extends WeakReference<Class<?>> {

    final Outcome outcome;

    JudgedType(Throwable thrown) {
      super(thrown.getClass());
      outcome = Outcome.ofThrowable(thrown);
    }
  }
}
