package io.deploytelemetry.agent.http;

import io.deploytelemetry.agent.config.ConfigWatch;
import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /status}: what the agent is, how it is set, what it has woven and what not, and why. */
final class StatusEndpoint implements Endpoint {

  private final Settings settings;
  private final Shown shown;

  StatusEndpoint(Settings settings, Shown shown) {
    this.settings = settings;
    this.shown = shown;
  }

  @Override
  public Answer answer(Request request) {
    if (settings.is(Option.STATUS_ACCESS, "local") && !request.isTrusted()) {
      return Callers.refusal("/status", Option.STATUS_ACCESS);
    }
    return Answer.json(200, status());
  }

  private Map<String, Object> status() {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("version", shown.version);
    status.put("uptimeSeconds", shown.uptime.millis() / 1_000);
    status.put("jvm", jvm());
    status.put("configuration", configuration());
    status.put("reload", reload());
    status.putAll(InventoryReport.of(shown.inventory, settings.problems()));
    status.put("pushes", shown.agent.pushes().toStatus());
    return status;
  }

  private static Map<String, Object> jvm() {
    Map<String, Object> jvm = new LinkedHashMap<>();
    jvm.put("version", System.getProperty("java.version"));
    jvm.put("vendor", System.getProperty("java.vendor"));
    jvm.put("name", System.getProperty("java.vm.name"));
    return jvm;
  }

  private Map<String, Object> configuration() {
    Map<String, Object> configuration = new LinkedHashMap<>();
    for (Option option : Option.values()) {
      Map<String, Object> value = new LinkedHashMap<>();
      value.put("value", settings.shown(option));
      value.put("source", settings.source(option));
      configuration.put(option.key(), value);
    }
    return configuration;
  }

  private Map<String, Object> reload() {
    Map<String, Object> reload = new LinkedHashMap<>();
    ConfigWatch.Reload last = shown.watch.last();
    if (last == null) {
      reload.put("outcome", "none");
    } else {
      reload.put("outcome", last.problems().isEmpty() ? "success" : "failure");
      reload.put("secondsAgo", (System.nanoTime() - last.nanos()) / 1_000_000_000);
      reload.put("problems", last.problems());
    }
    reload.put("waitsForRestart", shown.watch.waiting());
    return reload;
  }
}
