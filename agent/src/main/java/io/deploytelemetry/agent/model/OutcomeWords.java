package io.deploytelemetry.agent.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The words by which results say how a call ended, and those that the user has added. Case does not
 * matter; {@code -} and space count as {@code _}. Immutable.
 */
public final class OutcomeWords {

  /** The words of the catalogue alone. */
  public static final OutcomeWords STANDARD = new OutcomeWords(Collections.emptyMap());

  private final Map<String, Outcome> byWord = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final int longest;

  /** Makes words; {@code more} are added to those of the catalogue, and replace them. */
  public OutcomeWords(Map<String, Outcome> more) {
    put(Outcome.SUCCESS, "SUCCESS", "SUCCEEDED", "OK", "UP", "PASS", "PASSED");
    put(Outcome.SUCCESS, "HEALTHY", "COMPLETED", "DEPLOYED");
    put(Outcome.FAILURE, "FAILED", "FAILURE", "FAIL", "DOWN", "UNHEALTHY", "REJECTED");
    put(Outcome.ERROR, "ERROR", "INTERNAL_ERROR");
    put(Outcome.TIMEOUT, "TIMEOUT", "TIMED_OUT");
    put(Outcome.CANCELLATION, "CANCELLED", "CANCELED", "ABORTED");
    put(Outcome.SKIP, "SKIPPED", "SKIP", "NO_CHANGE");
    put(Outcome.UNKNOWN, "UNKNOWN");
    for (Map.Entry<String, Outcome> word : more.entrySet()) {
      byWord.put(normal(word.getKey()), word.getValue());
    }
    int most = 0;
    for (String word : byWord.keySet()) {
      most = Math.max(most, word.length());
    }
    this.longest = most;
  }

  private void put(Outcome outcome, String... words) {
    for (String word : words) {
      byWord.put(word, outcome);
    }
  }

  /** The outcome that a text stands for; {@code null} if it is no word. */
  public @Nullable Outcome outcome(String text) {
    return text.length() > longest ? null : byWord.get(normal(text));
  }

  private static String normal(String text) {
    boolean plain = text.indexOf('-') < 0 && text.indexOf(' ') < 0;
    return plain ? text : text.replace('-', '_').replace(' ', '_');
  }
}
