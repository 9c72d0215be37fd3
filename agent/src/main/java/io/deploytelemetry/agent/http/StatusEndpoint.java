package io.deploytelemetry.agent.http;

import io.deploytelemetry.agent.config.ConfigWatch;
import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.metrics.Pushes;
import io.deploytelemetry.agent.model.ExitValues;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.ProbeSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /status}: what the agent is, how it is set, what it has woven and what not, and why. */
final class StatusEndpoint implements Endpoint {

  private final String version;
  private final Settings settings;
  private final Inventory inventory;
  private final Pushes pushes;
  private final ConfigWatch watch;
  private final long startNanos;

  StatusEndpoint(
      String version,
      Settings settings,
      Inventory inventory,
      Pushes pushes,
      ConfigWatch watch,
      long startNanos) {
    this.version = version;
    this.settings = settings;
    this.inventory = inventory;
    this.pushes = pushes;
    this.watch = watch;
    this.startNanos = startNanos;
  }

  @Override
  public Answer answer(Request request) {
    if (settings.is(Option.STATUS_ACCESS, "local") && !request.isTrusted()) {
      return Answer.text(
          403,
          "/status is for callers on this machine that name it by an address or localhost."
              + " The option status.access=always opens it for everybody, and auth.users.file,"
              + " auth.token.file or tls.client.ca for those who show who they are.");
    }
    return Answer.json(200, status());
  }

  private Map<String, Object> status() {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("version", version);
    status.put("uptimeSeconds", (System.nanoTime() - startNanos) / 1_000_000_000);
    status.put("jvm", jvm());
    status.put("configuration", configuration());
    status.put("reload", reload());
    status.put("woven", woven());
    status.put("rules", rules());
    status.put("problems", settings.problems());
    status.put("pushes", pushes.toStatus());
    status.put("skipped", pairs(inventory.skipped(), "what"));
    status.put("notes", pairs(inventory.notes(), "where"));
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
    ConfigWatch.Reload last = watch.last();
    if (last == null) {
      reload.put("outcome", "none");
    } else {
      reload.put("outcome", last.problems().isEmpty() ? "success" : "failure");
      reload.put("secondsAgo", (System.nanoTime() - last.nanos()) / 1_000_000_000);
      reload.put("problems", last.problems());
    }
    reload.put("waitsForRestart", watch.waiting());
    return reload;
  }

  private List<Object> woven() {
    List<Object> woven = new ArrayList<>();
    for (ProbeSpec spec : inventory.woven()) {
      Map<String, Object> method = new LinkedHashMap<>();
      method.put("kind", spec.kind().word());
      method.put("class", spec.className());
      method.put("method", spec.method());
      method.put("descriptor", spec.descriptor());
      method.put("labels", labels(spec));
      if (!spec.exitValues().isEmpty()) {
        method.put("atExit", exitValues(spec.exitValues()));
      }
      woven.add(method);
    }
    return woven;
  }

  private List<Object> rules() {
    List<Object> rules = new ArrayList<>();
    inventory
        .rules()
        .forEach(
            (rule, matched) -> {
              Map<String, Object> entry = new LinkedHashMap<>();
              entry.put("rule", rule);
              entry.put("methods", matched);
              rules.add(entry);
            });
    return rules;
  }

  private static Map<String, Object> exitValues(ExitValues values) {
    Map<String, Object> byName = new LinkedHashMap<>();
    for (String name : values.names()) {
      byName.put(name, String.valueOf(values.get(name)));
    }
    return byName;
  }

  private static Map<String, Object> labels(ProbeSpec spec) {
    Map<String, Object> labels = new LinkedHashMap<>();
    for (int i = 0; i < spec.names().size(); i++) {
      if (!spec.labels().get(i).isEmpty()) {
        labels.put(spec.names().get(i), spec.labels().get(i).toString());
      }
    }
    return labels;
  }

  private static List<Object> pairs(Map<String, String> reasons, String key) {
    List<Object> pairs = new ArrayList<>();
    reasons.forEach(
        (what, reason) -> {
          Map<String, Object> pair = new LinkedHashMap<>();
          pair.put(key, what);
          pair.put("reason", reason);
          pairs.add(pair);
        });
    return pairs;
  }
}
