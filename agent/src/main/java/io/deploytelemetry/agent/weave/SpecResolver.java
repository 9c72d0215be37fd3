package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the specs of a method out of what is declared for it. */
final class SpecResolver {

  private final Settings settings;
  private final Inventory inventory;

  SpecResolver(Settings settings, Inventory inventory) {
    this.settings = settings;
    this.inventory = inventory;
  }

  /** One spec for each kind that is declared. */
  List<ProbeSpec> specs(String className, DeclaredClass.Method method, Declaration declaration) {
    List<ProbeSpec> specs = new ArrayList<>();
    for (OperationKind kind : declaration.kinds()) {
      Resolution resolution =
          new Resolution(className + "#" + method.name, kind, declaration.values(kind));
      List<String> labels = new ArrayList<>();
      for (String label : kind.labels()) {
        labels.add(resolution.label(label, method.name));
      }
      specs.add(
          new ProbeSpec(
              kind, className, method.name, method.descriptor, labels, resolution.outcome()));
    }
    return specs;
  }

  /** The attributes of one annotation on one method, being resolved. */
  private final class Resolution {

    private final String where;
    private final OperationKind kind;
    private final Map<String, String> attributes;

    Resolution(String where, OperationKind kind, Map<String, String> attributes) {
      this.where = where;
      this.kind = kind;
      this.attributes = attributes;
    }

    String label(String label, String methodName) {
      switch (label) {
        case "application":
          return text(label, settings.get(Option.APPLICATION));
        case "environment":
          return text(label, settings.get(Option.ENVIRONMENT));
        case "provider":
          return text(label, settings.get(Option.PROVIDER));
        case "check":
          return text("value", methodName);
        case "group":
          return text(label, "ready");
        default:
          return text(label, "");
      }
    }

    @Nullable Outcome outcome() {
      String text = text("outcome", "");
      Outcome outcome = text.isEmpty() ? null : Outcome.ofLabel(text);
      if (outcome == null && !text.isEmpty()) {
        note("outcome", "'" + text + "' is no outcome; calls are judged by what they return");
      }
      return outcome;
    }

    private String text(String attribute, String otherwise) {
      String source = attributes.get(attribute);
      if (source == null) {
        return otherwise;
      }
      Template template = Template.parse(source, Variables.INSTANCE);
      if (template.path() != null) {
        note(
            attribute,
            "'" + source + "' is read at a call, which this version does not do; it is not set");
      }
      return template.text().isEmpty() ? otherwise : template.text();
    }

    private void note(String attribute, String reason) {
      inventory.note(where + " @" + kind.word() + " " + attribute, reason);
    }
  }

  /** The system property of a name, else its environment variable. */
  private static final class Variables implements Function<String, @Nullable String> {

    static final Variables INSTANCE = new Variables();

    @Override
    public @Nullable String apply(String name) {
      String property = name.isEmpty() ? null : System.getProperty(name);
      return property != null ? property : System.getenv(name);
    }
  }
}
