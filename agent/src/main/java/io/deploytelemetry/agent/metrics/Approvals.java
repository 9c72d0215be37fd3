package io.deploytelemetry.agent.metrics;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The approvals of one base. Any number of writers and readers. */
final class Approvals {

  /** What an approval can come to. */
  enum Decision {
    GRANTED("GRANTED", "APPROVED"),
    REJECTED("REJECTED", "DENIED"),
    EXPIRED("EXPIRED", "TIMEOUT");

    private final String word;
    private final String otherWord;

    Decision(String word, String otherWord) {
      this.word = word;
      this.otherWord = otherWord;
    }

    /** The value of the label {@code decision}. */
    String label() {
      return word.toLowerCase(Locale.ROOT);
    }

    /** The decision that a word stands for; {@code null} if it decides nothing. */
    static @Nullable Decision ofWord(String text) {
      for (Decision decision : values()) {
        if (decision.word.equalsIgnoreCase(text) || decision.otherWord.equalsIgnoreCase(text)) {
          return decision;
        }
      }
      return null;
    }
  }

  private final LongAdder requests = new LongAdder();
  private final AtomicLongArray decisions = new AtomicLongArray(Decision.values().length);

  void requested() {
    requests.increment();
  }

  void decided(Decision decision) {
    decisions.incrementAndGet(decision.ordinal());
  }

  long requests() {
    return requests.sum();
  }

  long decisions(Decision decision) {
    return decisions.get(decision.ordinal());
  }
}
