package io.deploytelemetry.agent.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The dashboards and rules that the build has put into the jar. */
final class Pack {

  private static final Pattern RULE = Pattern.compile("(?m)^\\s*- (?:alert|record): ([\\w:]+)");

  private Pack() {}

  /** The text of a file, such as {@code alerts/alert-rules.yml}. */
  static String read(String file) throws CommandException {
    try (InputStream in = Pack.class.getResourceAsStream("/pack/" + file)) {
      if (in == null) {
        throw new CommandException("this jar is not whole: it has no " + file);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] part = new byte[8_192];
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        bytes.write(part, 0, read);
      }
      return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new CommandException("this jar cannot be read: " + unreadable);
    }
  }

  /** The names of all alerts. */
  static Set<String> alerts() throws CommandException {
    return rules("alert-rules.yml");
  }

  /** The names of all recorded expressions. */
  static Set<String> records() throws CommandException {
    return rules("recording-rules.yml");
  }

  private static Set<String> rules(String file) throws CommandException {
    Set<String> names = new TreeSet<>();
    Matcher rule = RULE.matcher(read("alerts/" + file));
    while (rule.find()) {
      names.add(rule.group(1));
    }
    return names;
  }
}
