package io.deploytelemetry.agent.model;

import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words by which results say how a call ended, and those that the user has added. Case does not
 * matter; {@code -} and space count as {@code _}. Immutable.
 *
 * <p>Every string that a measured method returns is looked up here; so they stand in a hash table
 * that is asked without making another string.
 */
public final class OutcomeWords {

  /** The words of the catalogue alone. */
  public static final OutcomeWords STANDARD = new OutcomeWords(Collections.emptyMap());

  private final String[] words;
  private final Outcome[] outcomes;
  private int longest;

  /** Makes words; {@code more} are added to those of the catalogue, and replace them. */
  public OutcomeWords(Map<String, Outcome> more) {
    int size = Integer.highestOneBit(32 + more.size()) * 4;
    this.words = new String[size];
    this.outcomes = new Outcome[size];
    put(Outcome.SUCCESS, "SUCCESS", "SUCCEEDED", "OK", "UP", "PASS", "PASSED");
    put(Outcome.SUCCESS, "HEALTHY", "COMPLETED", "DEPLOYED");
    put(Outcome.FAILURE, "FAILED", "FAILURE", "FAIL", "DOWN", "UNHEALTHY", "REJECTED");
    put(Outcome.ERROR, "ERROR", "INTERNAL_ERROR");
    put(Outcome.TIMEOUT, "TIMEOUT", "TIMED_OUT");
    put(Outcome.CANCELLATION, "CANCELLED", "CANCELED", "ABORTED");
    put(Outcome.SKIP, "SKIPPED", "SKIP", "NO_CHANGE");
    put(Outcome.UNKNOWN, "UNKNOWN");
    for (Map.Entry<String, Outcome> word : more.entrySet()) {
      put(word.getValue(), word.getKey());
    }
  }

  private void put(Outcome outcome, String... all) {
    for (String word : all) {
      int index = index(word);
      words[index] = word;
      outcomes[index] = outcome;
      longest = Math.max(longest, word.length());
    }
  }

  /** The outcome that a text stands for; {@code null} if it is no word. */
  public @Nullable Outcome outcome(String text) {
    return text.length() > longest ? null : outcomes[index(text)];
  }

  /** Where a text stands, or would stand: the table is never full. */
  private int index(String text) {
    int hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = hash * 31 + normal(text.charAt(i));
    }
    int index = (hash ^ hash >>> 16) & (words.length - 1);
    while (words[index] != null && !isSame(words[index], text)) {
      index = (index + 1) & (words.length - 1);
    }
    return index;
  }

  private static boolean isSame(String word, String text) {
    if (word.length() != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (normal(word.charAt(i)) != normal(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static char normal(char c) {
    return c == '-' || c == ' ' ? '_' : Character.toUpperCase(c);
  }
}
