package io.deploytelemetry.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the user asked for.
 *
 * @param repo path or URL; null for the demo repository
 * @param branch null for the one that the repository's HEAD names
 * @param duration null for no end
 * @param state null for a temporary directory
 */
record Options(
    String repo,
    String branch,
    int nodes,
    Duration interval,
    Duration duration,
    Path state,
    int nodePort,
    boolean hold) {

  static final String HELP =
      """
      Deploys each new commit of a git repository of static files to local nodes, each a directory
      and a small web server, and rolls back when a node is unhealthy. A node is unhealthy while its
      release has a file "health" at the top that begins with any word but "ok".

      java -jar sample-app.jar [options]

        --repo PATH_OR_URL  repository to deploy: a path, or a file, http, https or git URL. Without
                            it: a demo repository; every one and a half intervals there is a new
                            release; every third is broken, every fourth not for production
        --branch NAME       branch to deploy; default: the repository's HEAD
        --nodes N           number of nodes, 1 to 100; default: 3
        --node-port PORT    port of the first node, the others follow; default: 0, any free ports
        --interval TIME     pause between two looks at the repository; default: 2s
        --duration TIME     ends after this time; default: runs until Ctrl-C
        --hold              after --duration only serves, until standard input ends or Ctrl-C
        --state DIR         where the nodes and the history are kept; default: a temporary directory,
                            removed at the end
        --help              prints this

      TIME is a number and ms, s, m or h: 500ms, 2s, 5m.
      The environment variables DEPLOY_APPLICATION and DEPLOY_ENV say what is deployed, and where;
      default: website, demo. In DEPLOY_ENV=production a release needs an approval, which it gets
      unless its commit's message begins with a line that has "not for production" in it.
      The history is an H2 database of one table, ATTEMPTS. It can be read once the summary is
      printed: jdbc:h2:file:DIR/history, user sa, no password.
      """;

  private static final Set<String> WITH_VALUE =
      Set.of("--repo", "--branch", "--nodes", "--node-port", "--interval", "--duration", "--state");
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s|m|h)");

  static Options parse(String... args) throws UsageException {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--hold")) {
        given.put(args[i], "");
      } else if (!WITH_VALUE.contains(args[i])) {
        throw new UsageException(args[i] + " is not an option; leave it out or correct it.");
      } else if (i + 1 == args.length) {
        throw new UsageException(args[i] + " needs a value; put one after it, or leave it out.");
      } else {
        given.put(args[i], args[++i]);
      }
    }
    needs("--hold", "--duration", given);
    needs("--branch", "--repo", given);
    int nodes = number("--nodes", given, 3, 1, 100);
    return new Options(
        given.get("--repo"),
        given.get("--branch"),
        nodes,
        time("--interval", given, Duration.ofSeconds(2)),
        time("--duration", given, null),
        given.containsKey("--state") ? Path.of(given.get("--state")) : null,
        number("--node-port", given, 0, 0, 65536 - nodes),
        given.containsKey("--hold"));
  }

  private static void needs(String option, String other, Map<String, String> given)
      throws UsageException {
    if (given.containsKey(option) && !given.containsKey(other)) {
      throw new UsageException(
          option + " means nothing without " + other + "; add " + other + " or leave it out.");
    }
  }

  private static int number(
      String option, Map<String, String> given, int otherwise, int least, int most)
      throws UsageException {
    String text = given.getOrDefault(option, String.valueOf(otherwise));
    int value = text.matches("\\d{1,6}") ? Integer.parseInt(text) : -1;
    if (value < least || value > most) {
      throw new UsageException(
          String.format(
              "%s %s is not a number from %d to %d; try %s %d.",
              option, text, least, most, option, otherwise));
    }
    return value;
  }

  private static Duration time(String option, Map<String, String> given, Duration otherwise)
      throws UsageException {
    if (!given.containsKey(option)) {
      return otherwise;
    }
    Matcher matcher = TIME.matcher(given.get(option));
    Duration value = matcher.matches() ? duration(matcher.group(1), matcher.group(2)) : null;
    if (value == null || value.isZero()) {
      throw new UsageException(
          String.format(
              "%s %s is not a time; give a number above 0 and ms, s, m or h, for example %s 30s.",
              option, given.get(option), option));
    }
    return value;
  }

  private static Duration duration(String number, String unit) {
    long value = Long.parseLong(number);
    return switch (unit) {
      case "ms" -> Duration.ofMillis(value);
      case "s" -> Duration.ofSeconds(value);
      case "m" -> Duration.ofMinutes(value);
      default -> Duration.ofHours(value);
    };
  }
}
