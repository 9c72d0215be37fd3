package io.deploytelemetry.agent.config;

import java.util.Set;
import java.util.TreeSet;

/** What names tell of why a rule matches nothing. Immutable. */
public final class UnmatchedRule {

  private static final int LIKELY_SLIPS = 3;

  private final boolean isOfJdk;
  private final String nearest;

  private UnmatchedRule(boolean isOfJdk, String nearest) {
    this.isOfJdk = isOfJdk;
    this.nearest = nearest;
  }

  /**
   * Looks for the class that may have been meant.
   *
   * @param classes the binary names of those that there are
   */
  public static UnmatchedRule of(Rule rule, Iterable<String> classes) {
    String methods = rule.methods();
    int end = methods.indexOf('#');
    String named = methods.substring(0, end < 0 ? methods.length() : end).replace("+", "");
    boolean isOfJdk =
        named.startsWith("java.") || named.startsWith("javax.") || named.startsWith("jdk.");
    return new UnmatchedRule(isOfJdk, nearest(named, classes));
  }

  /** Whether there is more to say than that nothing matches. */
  public boolean isExplained() {
    return isOfJdk || !nearest.isEmpty();
  }

  /**
   * The reason, in words.
   *
   * @param otherwise what is said where there is no better one
   */
  public String reason(String otherwise) {
    if (isOfJdk) {
      return "methods of the JDK are not measured; name a method that calls it";
    }
    return otherwise + (nearest.isEmpty() ? "" : ". Did you mean '" + nearest + "'?");
  }

  /** The class with nearly this name, in this package or any other; {@code ""} if none. */
  private static String nearest(String named, Iterable<String> classes) {
    String simple = simple(named);
    String inPackage = named.substring(0, named.length() - simple.length());
    Set<String> near = new TreeSet<>();
    for (String name : classes) {
      boolean isNear =
          name.endsWith(simple)
              ? simple(name).equals(simple)
              : Math.abs(name.length() - named.length()) <= LIKELY_SLIPS
                  && name.startsWith(inPackage);
      if (isNear || name.replace('$', '.').equals(named)) {
        near.add(name);
      }
    }
    String nearest = near.isEmpty() ? "" : EditDistance.nearest(named, near);
    boolean isLikely =
        simple(nearest).equals(simple) || EditDistance.between(named, nearest) <= LIKELY_SLIPS;
    return isLikely && !nearest.equals(named) ? nearest : "";
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
