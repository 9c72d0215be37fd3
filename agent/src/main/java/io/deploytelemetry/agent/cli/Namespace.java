package io.deploytelemetry.agent.cli;

import io.deploytelemetry.agent.model.Family;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts a namespace before the names of the domain's metrics, as the agent's option of that name
 * does, wherever they stand in a text: in expressions, in names of recorded series, in prose.
 */
final class Namespace {

  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern PART = Pattern.compile("_(bucket|count|sum)$");

  private final String prefix;
  private final Set<String> names = new HashSet<>();

  Namespace(String name) throws CommandException {
    if (!WORD.matcher(name).matches()) {
      throw new CommandException(
          "--namespace has the value '" + name + "'; write letters, digits and _, no digit first");
    }
    this.prefix = name + "_";
    for (Family family : Family.values()) {
      if (!family.isOfAgent()) {
        names.add(family.fullName());
      }
    }
  }

  /** The text with other names. */
  String in(String text) {
    Matcher word = WORD.matcher(text);
    StringBuffer changed = new StringBuffer();
    while (word.find()) {
      boolean isName =
          names.contains(word.group())
              || names.contains(PART.matcher(word.group()).replaceFirst(""));
      word.appendReplacement(changed, (isName ? prefix : "") + word.group());
    }
    return word.appendTail(changed).toString();
  }
}
