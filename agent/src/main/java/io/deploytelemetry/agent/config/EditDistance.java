package io.deploytelemetry.agent.config;

import java.util.Collection;
import java.util.Locale;

/** How alike two words are: Levenshtein's distance. */
public final class EditDistance {

  /** The time it takes grows with the length of both words. */
  private static final int LONGEST = 100;

  private EditDistance() {}

  /** How many letters must be changed, added or taken away. */
  public static int between(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? diagonal : diagonal + 1;
        row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }

  /** The word that is most like another, of which the first hundred letters count. */
  public static String nearest(String word, Collection<String> words) {
    String to = word.length() > LONGEST ? word.substring(0, LONGEST) : word;
    String best = "";
    int fewest = Integer.MAX_VALUE;
    for (String each : words) {
      int edits = between(to.toLowerCase(Locale.ROOT), each.toLowerCase(Locale.ROOT));
      if (edits < fewest) {
        fewest = edits;
        best = each;
      }
    }
    return best;
  }
}
