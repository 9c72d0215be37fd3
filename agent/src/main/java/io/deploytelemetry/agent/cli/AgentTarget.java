package io.deploytelemetry.agent.cli;

import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.PortRange;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.files.RegularFile;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/**
 * The agent that a command asks: the one that {@code --url} names, else the one that is started in
 * the same environment. Secrets of the environment are for the latter only.
 */
final class AgentTarget {

  private final URL url;
  private final String metricsPath;
  private final WebClient client;

  private AgentTarget(URL url, String metricsPath, WebClient client) {
    this.url = url;
    this.metricsPath = metricsPath;
    this.client = client;
  }

  /** The options that it is made of. */
  static Options options() {
    return new Options()
        .addOption(
            CommandOptions.value(
                "url",
                "URL",
                "where the agent serves; otherwise where TELEMETRY_PORT and its like say, or"
                    + " -javaagent in JAVA_TOOL_OPTIONS, in the end http://127.0.0.1:19404"))
        .addOption(CommandOptions.value("timeout", "TIME", "how long to wait; 5s by default"))
        .addOption(CommandOptions.value("token-file", "FILE", "a file with the token to show"))
        .addOption(CommandOptions.value("user", "NAME", "the user to authenticate as"))
        .addOption(CommandOptions.value("password-file", "FILE", "a file with the user's password"))
        .addOption(CommandOptions.value("ca", "FILE", "a PEM file with the certificates to trust"));
  }

  static AgentTarget of(Invocation invocation) throws CommandException {
    String timeout = "5s";
    if (invocation.has("url")) {
      URL url = url("--url", invocation.get("url"));
      return new AgentTarget(
          url,
          url.getPath().length() > 1 ? url.getPath() : Option.METRICS_PATH.defaultValue(),
          new WebClient(
              invocation.millis("timeout", timeout),
              authorization(invocation, null),
              invocation.has("ca") ? CommandOptions.existing(invocation.get("ca")) : null,
              true));
    }
    Settings settings = AgentSettings.ofEnvironment();
    String own = settings.get(Option.TLS_CERTIFICATE);
    String trusted = invocation.has("ca") ? invocation.get("ca") : own;
    WebClient client =
        new WebClient(
            invocation.millis("timeout", timeout),
            authorization(invocation, settings),
            trusted.isEmpty() ? null : CommandOptions.existing(trusted),
            own.isEmpty() || invocation.has("ca"));
    return of(settings, client);
  }

  private static AgentTarget of(Settings settings, WebClient client) throws CommandException {
    String portFile = settings.get(Option.PORT_FILE);
    PortFileTarget written = portFile.isEmpty() ? null : PortFileTarget.read(new File(portFile));
    if (written != null) {
      return new AgentTarget(url(portFile, written.base()), written.metricsPath(), client);
    }
    PortRange ports = settings.ports();
    if (ports.first() == 0 || ports.first() != ports.last()) {
      throw new CommandException(
          "which port the agent has found cannot be known from port="
              + settings.get(Option.PORT)
              + ". Name it with --url, or let the agent write a file, port.file");
    }
    boolean isSecure =
        !settings.get(Option.TLS_CERTIFICATE).isEmpty()
            || !settings.get(Option.TLS_KEYSTORE).isEmpty();
    String host = settings.get(Option.HOST);
    boolean isEvery = host.equals("0.0.0.0") || host.equals("::");
    String named = isEvery ? "127.0.0.1" : host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return new AgentTarget(
        url("the option host", (isSecure ? "https://" : "http://") + named + ":" + ports.first()),
        settings.get(Option.METRICS_PATH),
        client);
  }

  private static String authorization(Invocation invocation, @Nullable Settings settings)
      throws CommandException {
    if (invocation.has("user") != invocation.has("password-file")) {
      throw new CommandException("--user and --password-file go together; give both");
    }
    if (invocation.has("user")) {
      String pair = invocation.get("user") + ":" + secret(invocation.get("password-file"));
      return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
    String file =
        settings == null || invocation.has("token-file")
            ? invocation.get("token-file")
            : settings.get(Option.AUTH_TOKEN_FILE);
    String token =
        !file.isEmpty() ? secret(file) : settings == null ? "" : settings.get(Option.AUTH_TOKEN);
    return token.isEmpty() ? "" : "Bearer " + token;
  }

  private static String secret(String file) throws CommandException {
    try {
      return RegularFile.line(CommandOptions.existing(file).getPath());
    } catch (IOException unreadable) {
      throw new CommandException(file + " cannot be read: " + unreadable.getMessage());
    }
  }

  /** A URL that some option has. */
  static URL url(String option, String text) throws CommandException {
    try {
      URL url = new URL(text);
      if (url.getProtocol().toLowerCase(Locale.ROOT).startsWith("http")
          && !url.getHost().isEmpty()
          && url.getPort() <= PortRange.HIGHEST) {
        if (url.getUserInfo() != null) {
          throw new CommandException(
              option
                  + " has a user in it, and perhaps a password; --user and --password-file are"
                  + " for them");
        }
        return url;
      }
    } catch (MalformedURLException malformed) {
      // said below
    }
    throw new CommandException(
        option + " has the value '" + text + "'; write a URL such as http://localhost:19404");
  }

  URL metrics() {
    return at(metricsPath);
  }

  /** Another page of the same server. */
  URL at(String path) {
    try {
      return new URL(url, path);
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The page that was named, or else this one. */
  URL namedOr(String path) {
    return url.getPath().length() > 1 ? url : at(path);
  }

  /** What to say of a page that cannot be had. */
  static String unanswered(URL page, IOException failure) {
    return page
        + " does not answer ("
        + failure
        + "). "
        + (failure instanceof SSLException
            ? "--ca names the certificates to trust, in a PEM file"
            : "Does the application run with the agent, and is this the port in its line on"
                + " standard error? --url names another");
  }

  WebClient client() {
    return client;
  }
}
