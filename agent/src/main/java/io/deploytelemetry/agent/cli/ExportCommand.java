package io.deploytelemetry.agent.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.cli.Options;

/** {@code export}. */
final class ExportCommand extends Command {

  private static final String DASHBOARDS = "dashboards";
  private static final String ALERTS = "alerts";

  private static final List<String> DASHBOARD_FILES =
      Arrays.asList(
          "deployments.json",
          "health.json",
          "jvm.json",
          "provisioning/dashboards/deployment-telemetry.yaml",
          "provisioning/datasources/prometheus.yaml");

  private static final List<String> ALERT_FILES =
      Arrays.asList(
          "recording-rules.yml", "alert-rules.yml", "alertmanager.yml", "README.md", "runbook.md");

  /** A link to another file of the repository. */
  private static final Pattern LINK =
      Pattern.compile("\\[([^]]*)]\\((?:[^):#]*/)?([^):#/]+)(#[^)]*)?\\)");

  /** What stands in the rules for the place of the runbook. */
  private static final String RUNBOOK = "https://example.com/deployment-telemetry/docs/runbook.md";

  ExportCommand() {
    super(
        "export",
        "dashboards|alerts DIR",
        2,
        2,
        "Writes the Grafana dashboards, or the rules and the runbook, of this jar into a directory."
            + " A file that is there already and differs is kept, and nothing is written. Exit code"
            + " 2: nothing was written.");
  }

  @Override
  Options options() {
    return new Options()
        .addOption(
            CommandOptions.value(
                "namespace", "NAME", "the agents' option namespace: the metrics are named so"))
        .addOption(
            CommandOptions.value(
                "runbook", "URL", "where your people find the exported runbook.md"))
        .addOption(CommandOptions.flag("replace", "replace files that differ"));
  }

  @Override
  int run(Invocation invocation) throws CommandException {
    String what = invocation.operands().get(0);
    File directory = new File(invocation.operands().get(1));
    Map<Path, byte[]> files = new LinkedHashMap<>();
    for (String name : names(what)) {
      String text = text(what + "/" + name, invocation);
      files.put(directory.toPath().resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }
    try {
      if (!invocation.has("replace")) {
        refuseOthers(files);
      }
      for (Map.Entry<Path, byte[]> file : files.entrySet()) {
        Files.createDirectories(file.getKey().toAbsolutePath().getParent());
        Files.write(file.getKey(), file.getValue());
        invocation.terminal().answer(file.getKey().toString());
      }
    } catch (IOException unwritable) {
      throw new CommandException(directory + " cannot be written: " + unwritable);
    }
    return YES;
  }

  private static List<String> names(String what) throws CommandException {
    if (what.equals(DASHBOARDS)) {
      return DASHBOARD_FILES;
    }
    if (what.equals(ALERTS)) {
      return ALERT_FILES;
    }
    throw new CommandException("'" + what + "' cannot be exported; dashboards and alerts can");
  }

  private static String text(String file, Invocation invocation) throws CommandException {
    String text = file.endsWith(".md") ? withLinksBeside(Pack.read(file)) : Pack.read(file);
    if (invocation.has("runbook")) {
      text = text.replace(RUNBOOK, invocation.get("runbook"));
    }
    return invocation.has("namespace") ? new Namespace(invocation.get("namespace")).in(text) : text;
  }

  /** Links lead to what is exported beside the file; what is not is only named. */
  private static String withLinksBeside(String text) {
    Matcher link = LINK.matcher(text);
    StringBuffer changed = new StringBuffer();
    while (link.find()) {
      String anchor = link.group(3) == null ? "" : link.group(3);
      String beside = "[" + link.group(1) + "](" + link.group(2) + anchor + ")";
      String to = ALERT_FILES.contains(link.group(2)) ? beside : link.group(1);
      link.appendReplacement(changed, Matcher.quoteReplacement(to));
    }
    return link.appendTail(changed).toString();
  }

  /** Somebody may have changed a threshold. */
  private static void refuseOthers(Map<Path, byte[]> files) throws IOException, CommandException {
    for (Map.Entry<Path, byte[]> file : files.entrySet()) {
      Path path = file.getKey();
      if (Files.exists(path) && !Arrays.equals(Files.readAllBytes(path), file.getValue())) {
        throw new CommandException(
            path + " is there already and differs; nothing was written. --replace replaces it");
      }
    }
  }
}
