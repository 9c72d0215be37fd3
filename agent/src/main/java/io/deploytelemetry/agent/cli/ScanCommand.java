package io.deploytelemetry.agent.cli;

import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.http.InventoryReport;
import io.deploytelemetry.agent.http.Json;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.scan.Scan;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Options;

/** {@code scan}. */
final class ScanCommand extends Command {

  ScanCommand() {
    super(
        "scan",
        "APP.jar|DIR|WAR …",
        1,
        Integer.MAX_VALUE,
        "Tells what the agent would measure in an application, and what not and why. It reads class"
            + " files, also those in the jars within executable jars, wars and ears, and runs"
            + " nothing. Several operands are one class path. Variables in labels are filled in"
            + " from this process. Exit code 1: something would be left out or matches nothing.");
  }

  @Override
  Options options() {
    return new Options()
        .addOption(
            CommandOptions.value(
                "config", "FILE", "the configuration file; otherwise that of the environment"))
        .addOption(CommandOptions.json());
  }

  @Override
  int run(Invocation invocation) throws CommandException {
    List<File> elements = new ArrayList<>();
    for (String operand : invocation.operands()) {
      elements.add(CommandOptions.existing(operand));
    }
    Scan scan = scan(settings(invocation), elements);
    if (scan.classes() == 0) {
      throw new CommandException(
          "there is no class file in "
              + String.join(", ", invocation.operands())
              + ". Name jars, or directories that hold packages or jars");
    }
    Inventory found = scan.inventory();
    List<String> problems = scan.settings().problems();
    if (invocation.has("json")) {
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("classes", scan.classes());
      report.putAll(InventoryReport.of(found, problems));
      invocation.terminal().answer(Json.of(report));
    } else {
      for (String line : new ScanReport(scan).lines()) {
        invocation.terminal().answer(line);
      }
    }
    return problems.isEmpty() && found.skipped().isEmpty() && found.notes().isEmpty() ? YES : NO;
  }

  /** As the agent would read them, but for the file: what is wrong is part of the answer. */
  private static Settings settings(Invocation invocation) throws CommandException {
    String arguments = "";
    if (invocation.has("config")) {
      String file = CommandOptions.existing(invocation.get("config")).getPath();
      arguments = "config=" + file.replace("\\", "\\\\").replace(",", "\\,");
    }
    return Settings.read(arguments);
  }

  private static Scan scan(Settings settings, List<File> elements) throws CommandException {
    try {
      return Scan.of(settings, elements);
    } catch (IOException unreadable) {
      throw new CommandException(String.valueOf(unreadable.getMessage()));
    }
  }
}
