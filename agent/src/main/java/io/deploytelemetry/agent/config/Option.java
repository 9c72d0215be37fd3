package io.deploytelemetry.agent.config;

import io.deploytelemetry.agent.model.Attributes;
import io.deploytelemetry.agent.model.LabelNames;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.TimeSpan;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The table of options: key, default, meaning and check; {@code docs/configuration.md} is it. */
public enum Option {
  PORT(
      "port",
      "19404",
      Type.PORT,
      "TCP port of `/metrics`, `/health` and `/status`; `0` takes a free one, named in the log; of"
          + " a range the first that is free"),
  PORT_TAKEN(
      "port.taken",
      "report",
      Type.CHOICE,
      "what to do when the port is in use: say so and go on, take any free one, or wait for it",
      "report",
      "free",
      "wait"),
  PORT_FILE(
      "port.file",
      "",
      Type.TEXT,
      "a file that names the address while it is served, as Prometheus' `file_sd_configs` reads"
          + " it"),
  HOST("host", "0.0.0.0", Type.TEXT, "address to listen on; `0.0.0.0` is every interface"),
  CONFIG("config", "", Type.TEXT, "the configuration file, YAML"),
  CONFIG_WATCH(
      "config.watch",
      "1s",
      Type.DURATION,
      "how often the configuration file is looked at; what has changed counts once two looks have"
          + " found the same. `0s`: never"),
  ENABLED("enabled", "true", Type.BOOLEAN, "`false`: the agent does nothing at all"),
  LOG_LEVEL(
      "log.level",
      "info",
      Type.CHOICE,
      Change.AT_RUN_TIME,
      "how much is said in the log",
      "off",
      "error",
      "warn",
      "info",
      "debug"),
  LOG_FORMAT(
      "log.format",
      "text",
      Type.CHOICE,
      Change.AT_RUN_TIME,
      "whether a line is text for people, or a JSON object",
      "text",
      "json"),
  LOG_FILE(
      "log.file",
      "",
      Type.TEXT,
      Change.AT_RUN_TIME,
      "a file to which lines are appended, instead of standard error"),
  LOG_EVENTS(
      "log.events",
      "false",
      Type.BOOLEAN,
      Change.AT_RUN_TIME,
      "whether each deployment and rollback that ends, and each change of a health check, is a line"
          + " of its own"),
  METRICS_PATH("metrics.path", "/metrics", Type.PATH, "where the metrics are served"),
  HEALTH_DETAILS(
      "health.details",
      "local",
      Type.CHOICE,
      Change.AT_RUN_TIME,
      "who sees the checks behind a health status; everybody sees the status",
      "always",
      "local",
      "never"),
  HEALTH_ALIASES(
      "health.aliases",
      "false",
      Type.BOOLEAN,
      Change.AT_RUN_TIME,
      "whether `/healthz`, `/livez`, `/readyz` and `/ready` are served too"),
  HEALTH_DELAY(
      "health.delay",
      "10s",
      Type.DURATION,
      "how long after the start the checks that need no code run first: they use what the"
          + " application may want to set up before, such as trust stores and drivers"),
  HEALTH_DEADLOCKS(
      "health.deadlocks",
      "true",
      Type.BOOLEAN,
      Change.AT_RUN_TIME,
      "whether `/health/live` is down while threads are deadlocked"),
  HEALTH_DISK(
      "health.disk",
      "95",
      Type.PERCENT,
      Change.AT_RUN_TIME,
      "how full the disk of the working directory may be, in percent, before the check `disk` of"
          + " the group `system` is down"),
  HEALTH_HEAP(
      "health.heap",
      "95",
      Type.PERCENT,
      Change.AT_RUN_TIME,
      "how full a pool of the heap may be after a collection, in percent, before the check `heap`"
          + " of the group `system` is down"),
  HEALTH_DESCRIPTORS(
      "health.descriptors",
      "95",
      Type.PERCENT,
      Change.AT_RUN_TIME,
      "how many of the file descriptors may be open, in percent, before the check `descriptors` of"
          + " the group `system` is down"),
  STATUS_ACCESS(
      "status.access",
      "local",
      Type.CHOICE,
      Change.AT_RUN_TIME,
      "who sees `/status`",
      "always",
      "local"),
  PAGE_ACCESS(
      "page.access",
      "local",
      Type.CHOICE,
      Change.AT_RUN_TIME,
      "who sees the page `/` and `/history`, which it reads",
      "always",
      "local"),
  HISTORY(
      "history",
      "true",
      Type.BOOLEAN,
      Change.WITH_RESTART,
      "whether the agent remembers the latest deployments, changes of health and an hour of samples"
          + " for the page"),
  EXEMPLARS(
      "exemplars",
      "true",
      Type.BOOLEAN,
      "whether OpenMetrics tells the trace of the latest call in each bucket of a histogram, where"
          + " there is OpenTelemetry"),
  TLS_CERTIFICATE(
      "tls.certificate",
      "",
      Type.TEXT,
      "a PEM file with the server's certificate and those between it and its authority: HTTPS"
          + " instead of HTTP"),
  TLS_KEY("tls.key", "", Type.TEXT, "a PEM file with the certificate's private key, PKCS#8"),
  TLS_KEYSTORE(
      "tls.keystore", "", Type.TEXT, "key and certificates in a PKCS#12 or JKS file instead"),
  TLS_KEYSTORE_PASSWORD(
      "tls.keystore.password", "", Type.SECRET, "the password of the keystore and its key"),
  TLS_CLIENT_CA(
      "tls.client.ca",
      "",
      Type.TEXT,
      "a PEM file with the authorities whose certificates clients show"),
  TLS_CLIENT_AUTH(
      "tls.client.auth",
      "need",
      Type.CHOICE,
      "whether a client must show one; with `want` it may authenticate otherwise",
      "need",
      "want"),
  AUTH_USERS_FILE(
      "auth.users.file",
      "",
      Type.TEXT,
      Change.AT_RUN_TIME,
      "a file with lines `user:pbkdf2-sha256:iterations:salt:hash`, salt and hash in base64: HTTP"
          + " Basic authentication"),
  AUTH_USERS(
      "auth.users", "", Type.SECRET, Change.AT_RUN_TIME, "the same lines with commas between them"),
  AUTH_TOKEN_FILE(
      "auth.token.file",
      "",
      Type.TEXT,
      Change.AT_RUN_TIME,
      "a file with a token: HTTP Bearer authentication"),
  AUTH_TOKEN("auth.token", "", Type.SECRET, Change.AT_RUN_TIME, "the token itself"),
  APPLICATION(
      "application", "", Type.TEXT, "the label `application` where no annotation gives one"),
  ENVIRONMENT(
      "environment", "", Type.TEXT, "the label `environment` where no annotation gives one"),
  PROVIDER("provider", "", Type.TEXT, "the label `provider` where no annotation gives one"),
  INHERIT(
      "inherit",
      "true",
      Type.BOOLEAN,
      "whether an annotation on a superclass or interface method counts for those that implement"
          + " it"),
  LABELS(
      "labels",
      "",
      Type.LABELS,
      "labels of your own, which every domain metric then has; annotations and rules give their"
          + " values"),
  CONSTANT_LABELS(
      "constant.labels",
      "",
      Type.PAIRS,
      "labels with the same value on every domain metric, `name=value,name=value`"),
  NAMESPACE(
      "namespace",
      "",
      Type.NAME,
      "what the names of the domain metrics begin with: `acme` makes `acme_deployments_total`"),
  OUTCOME_WORDS(
      "outcome.words",
      "",
      Type.WORDS,
      Change.AT_RUN_TIME,
      "words that results use and the catalogue does not know, `PARTIAL=failure,PARKED=skip`"),
  LIMIT_SERIES(
      "limits.series",
      "10000",
      Type.COUNT,
      Change.AT_RUN_TIME,
      "label sets of a kind before calls are counted as `_OTHER`"),
  LIMIT_APPLICATIONS(
      "limits.applications",
      "1000",
      Type.COUNT,
      Change.AT_RUN_TIME,
      "values of the label `application` that calls may give before further ones become `_OTHER`"),
  LIMIT_VALUES(
      "limits.values",
      "100",
      Type.COUNT,
      Change.AT_RUN_TIME,
      "values of any other label that calls may give before further ones become `_OTHER`"),
  PUSH_TEXTFILE(
      "push.textfile",
      "",
      Type.TEXT,
      "a file in the directory of the node exporter's textfile collector, `….prom`: at exit the"
          + " domain's metrics are added to it"),
  PUSH_GATEWAY(
      "push.gateway",
      "",
      Type.URL,
      "the URL of a Pushgateway, in which the domain's and the agent's metrics are left at exit"),
  PUSH_JOB(
      "push.job",
      "deployment-telemetry",
      Type.TEXT,
      "the job whose group in the gateway they make; each push replaces the group"),
  PUSH_GROUPING(
      "push.grouping",
      "",
      Type.GROUPING,
      "further labels of the group, `name=value,name=value`: runs with the same ones replace each"
          + " other"),
  PUSH_EVERY(
      "push.every", "0s", Type.DURATION, "how often metrics are pushed while the JVM runs, too"),
  PUSH_TIMEOUT("push.timeout", "2s", Type.DURATION, "how long a push may hold up the exit"),
  PUSH_DELETE(
      "push.delete",
      "false",
      Type.BOOLEAN,
      "`true`: at exit the group is deleted, not left; for long-lived JVMs that push repeatedly"),
  PUSH_USER("push.user", "", Type.TEXT, "the user for HTTP Basic authentication at the gateway"),
  PUSH_PASSWORD_FILE("push.password.file", "", Type.TEXT, "a file with the user's password"),
  PUSH_PASSWORD("push.password", "", Type.SECRET, "the user's password itself"),
  PUSH_TOKEN_FILE(
      "push.token.file", "", Type.TEXT, "a file with a token, for HTTP Bearer authentication"),
  PUSH_TOKEN("push.token", "", Type.SECRET, "the token itself"),
  LINGER(
      "linger",
      "0s",
      Type.DURATION,
      "how long the port stays open at exit for one last scrape, which ends it");

  /** What a value must look like. */
  enum Type {
    PORT,
    BOOLEAN,
    CHOICE,
    PATH,
    TEXT,
    SECRET,
    LABELS,
    PAIRS,
    GROUPING,
    URL,
    NAME,
    WORDS,
    COUNT,
    PERCENT,
    DURATION
  }

  /** When a new value of the configuration file counts. */
  enum Change {
    AT_RUN_TIME,
    WITH_RESTART
  }

  /** What else is served; and all below {@code /health}. */
  private static final List<String> PATHS = Arrays.asList("/health", "/status", "/history");

  /** Scrapers overwrite labels of these names. */
  private static final List<String> RESERVED =
      Arrays.asList(
          "job",
          "instance",
          "service",
          "namespace",
          "pod",
          "container",
          "endpoint",
          "node",
          "le",
          "quantile");

  private final String key;
  private final String defaultValue;
  private final Type type;
  private final Change change;
  private final String meaning;
  private final List<String> choices;

  Option(String key, String defaultValue, Type type, String meaning, String... choices) {
    this(key, defaultValue, type, Change.WITH_RESTART, meaning, choices);
  }

  Option(
      String key,
      String defaultValue,
      Type type,
      Change change,
      String meaning,
      String... choices) {
    this.key = key;
    this.defaultValue = defaultValue;
    this.type = type;
    this.change = change;
    this.meaning = meaning;
    this.choices =
        type == Type.BOOLEAN
            ? Arrays.asList("true", "false")
            : Collections.unmodifiableList(Arrays.asList(choices));
  }

  /** The key in the agent's arguments. */
  public String key() {
    return key;
  }

  /** The system property. */
  public String property() {
    return "telemetry." + key;
  }

  /** The environment variable. */
  public String environmentVariable() {
    return "TELEMETRY_" + key.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  /** Whether nobody is to see the value. */
  public boolean isSecret() {
    return type == Type.SECRET;
  }

  /** Whether a new value in the configuration file counts at once, without a restart. */
  public boolean isReloadable() {
    return change == Change.AT_RUN_TIME;
  }

  public String defaultValue() {
    return defaultValue;
  }

  public String meaning() {
    return meaning;
  }

  /** What a value may be, for people. */
  public String allowed() {
    switch (type) {
      case PORT:
        return "a number from 0 to 65535, or a range such as 19404-19410";
      case PATH:
        return "a path of ASCII that starts with /, has no space, ?, # or %, and is not one of "
            + String.join(", ", PATHS);
      case TEXT:
        return defaultValue.isEmpty() ? "any text" : "any text but an empty one";
      case SECRET:
        return "any text";
      case LABELS:
        return "label names with commas between them, none that the catalogue has, nor "
            + String.join(", ", RESERVED);
      case PAIRS:
        return "name=value,name=value, with names as for labels";
      case GROUPING:
        return "name=value,name=value, with names of labels, and not job";
      case URL:
        return "a URL such as http://host:9091, without user, query and fragment";
      case NAME:
        return "letters, digits and _, not beginning with a digit";
      case WORDS:
        return "WORD=outcome,WORD=outcome";
      case COUNT:
        return "a whole number from 1 to 1000000";
      case PERCENT:
        return "a number from 1 to 100, or off";
      case DURATION:
        return "a length of time such as 500ms, 15s, 5m or 2h";
      default:
        return "one of " + String.join(", ", choices);
    }
  }

  /** Whether a value, trimmed, passes the option's check. */
  boolean accepts(String value) {
    switch (type) {
      case PORT:
        return PortRange.parse(value) != null;
      case PATH:
        return isPath(value);
      case TEXT:
        return !value.isEmpty() || defaultValue.isEmpty();
      case SECRET:
        return true;
      case LABELS:
        return areLabels(list(value));
      case PAIRS:
        return areLabels(new ArrayList<>(Attributes.parse(value).keySet()));
      case GROUPING:
        return areGroupingNames(Attributes.parse(value).keySet());
      case URL:
        return value.isEmpty() || isUrl(value);
      case NAME:
        return value.isEmpty() || isName(value);
      case WORDS:
        return areOutcomes(Attributes.parse(value).values());
      case COUNT:
        return isNumber(value, 1, 1_000_000);
      case PERCENT:
        return value.equalsIgnoreCase("off") || isNumber(value, 1, 100);
      case DURATION:
        return TimeSpan.millis(value) >= 0;
      default:
        return choices.contains(value.toLowerCase(Locale.ROOT));
    }
  }

  private static boolean isNumber(String value, int least, int most) {
    if (value.isEmpty() || value.length() > 7) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return false;
      }
    }
    int number = Integer.parseInt(value);
    return number >= least && number <= most;
  }

  private static boolean isPath(String value) {
    boolean isPath = value.startsWith("/") && value.length() > 1 && !PATHS.contains(value);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      isPath &= c > ' ' && c < 127 && c != '?' && c != '#' && c != '%';
    }
    return isPath && !value.startsWith("/health/");
  }

  /** Letters, digits and underscores, and no digit first. */
  private static boolean isName(String text) {
    boolean isName = !text.isEmpty() && (text.charAt(0) < '0' || text.charAt(0) > '9');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      isName &=
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
    return isName;
  }

  private static boolean areLabels(List<String> names) {
    LabelNames catalogue = new LabelNames(Collections.emptyList());
    for (String name : names) {
      if (!isName(name)
          || name.startsWith("__")
          || RESERVED.contains(name)
          || catalogue.isUsed(name)) {
        return false;
      }
    }
    return new HashSet<>(names).size() == names.size();
  }

  private static boolean areGroupingNames(Collection<String> names) {
    for (String name : names) {
      if (!isName(name) || name.startsWith("__") || name.equals("job")) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUrl(String value) {
    try {
      URI uri = new URI(value);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    } catch (URISyntaxException malformed) {
      return false;
    }
  }

  private static boolean areOutcomes(Collection<String> words) {
    for (String word : words) {
      if (Outcome.ofLabel(word) == null) {
        return false;
      }
    }
    return true;
  }

  /** Whether a map in the file is a value, and not options whose keys begin like this one. */
  boolean takesMap() {
    return type == Type.PAIRS || type == Type.GROUPING || type == Type.WORDS;
  }

  /** The parts of a value with commas. */
  static List<String> list(String value) {
    List<String> parts = new ArrayList<>();
    for (String part : value.split(",", -1)) {
      if (!part.trim().isEmpty()) {
        parts.add(part.trim());
      }
    }
    return parts;
  }

  /** Whether the keys of some options begin so, and then have a dot. */
  static boolean isPrefix(String key) {
    for (Option option : values()) {
      if (option.key.startsWith(key + ".")) {
        return true;
      }
    }
    return false;
  }

  /** The option with a key; {@code null} if there is none. */
  static @Nullable Option ofKey(String key) {
    for (Option option : values()) {
      if (option.key.equals(key)) {
        return option;
      }
    }
    return null;
  }

  /** The option that a misspelt key most likely means. */
  static Option nearest(String misspelt) {
    List<String> keys = new ArrayList<>();
    for (Option option : values()) {
      keys.add(option.key);
    }
    Option nearest = ofKey(EditDistance.nearest(misspelt, keys));
    return nearest == null ? PORT : nearest;
  }
}
