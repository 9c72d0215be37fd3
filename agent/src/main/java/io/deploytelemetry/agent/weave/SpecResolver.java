package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.model.Attributes;
import io.deploytelemetry.agent.model.ExitValues;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.LabelNames;
import io.deploytelemetry.agent.model.LaterResult;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.Schedule;
import io.deploytelemetry.agent.model.Template;
import io.deploytelemetry.agent.model.TimeSpan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.bytebuddy.jar.asm.ClassReader;
import org.jspecify.annotations.Nullable;

/**
 * Makes plans of what is declared for the methods of one class. What cannot be read is noted and
 * left out; the method is measured all the same.
 */
final class SpecResolver {

  private static final long LEAST_PERIOD_MILLIS = 100;
  private static final String[] AT_EXIT = {"version", "committedAt", "targets", "states"};

  private final Settings settings;
  private final LabelNames names;
  private final Inventory inventory;

  SpecResolver(Settings settings, LabelNames names, Inventory inventory) {
    this.settings = settings;
    this.names = names;
    this.inventory = inventory;
  }

  /** One plan for each kind that is declared. */
  List<ProbePlan> plans(
      String className, DeclaredClass.Method method, ClassReader reader, ClassModels models)
      throws IOException {
    List<ProbePlan> plans = new ArrayList<>();
    for (OperationKind kind : method.declaration.kinds()) {
      plans.add(new Resolution(className, method, kind, reader, models).plan());
    }
    return plans;
  }

  /** The attributes of one annotation on one method, being resolved. */
  private final class Resolution {

    private final String className;
    private final DeclaredClass.Method method;
    private final OperationKind kind;
    private final Map<String, String> attributes;
    private final Map<String, String> ownLabels;
    private final ClassReader reader;
    private final ClassModels models;

    private final Map<String, CompiledPath> compiled = new LinkedHashMap<>();
    private @Nullable PathCompiler compiler;

    Resolution(
        String className,
        DeclaredClass.Method method,
        OperationKind kind,
        ClassReader reader,
        ClassModels models) {
      this.className = className;
      this.method = method;
      this.kind = kind;
      this.attributes = method.declaration.values(kind);
      this.ownLabels = Attributes.parse(attributes.getOrDefault("labels", ""));
      this.reader = reader;
      this.models = models;
    }

    ProbePlan plan() throws IOException {
      noteUnknownLabels();
      noteUnclosedBraces();
      List<String> labelNames = names.of(kind);
      List<Template> labels = new ArrayList<>();
      for (String label : labelNames) {
        labels.add(label(label));
      }
      Outcome fixed = fixedOutcome();
      ProbeSpec spec =
          new ProbeSpec(
              kind,
              className,
              method.name,
              method.descriptor,
              labelNames,
              labels,
              exitValues(fixed),
              fixed,
              step());
      if (kind == OperationKind.HEALTH_CHECK) {
        spec = spec.withSchedule(schedule());
      }
      List<CompiledPath> entry = new ArrayList<>();
      for (String path : spec.entryPaths()) {
        CompiledPath known = compiled.get(path);
        if (known != null) {
          entry.add(known);
        }
      }
      List<@Nullable CompiledPath> exit = new ArrayList<>();
      for (String path : spec.exitValues().paths()) {
        exit.add(compiled.get(path));
      }
      return new ProbePlan(spec, method.access, method.suspend, entry, exit);
    }

    /** The value of a label: what a parameter gives, else an attribute, else an option. */
    private Template label(String label) throws IOException {
      String attribute = OperationKind.attributeOf(label);
      String source = method.declaration.parameterLabels().get(label);
      if (ownLabels.containsKey(label)
          && (source == null || method.declaration.isRuled(kind, "labels"))) {
        source = ownLabels.get(label);
      } else if (source == null || method.declaration.isRuled(kind, attribute)) {
        source = attributes.get(attribute);
      }
      Template template = source == null ? Template.EMPTY : compiledAtEntry(label, parse(source));
      return template.isEmpty() ? Template.constant(otherwise(label)) : template;
    }

    private String otherwise(String label) {
      switch (label) {
        case "application":
          return settings.get(Option.APPLICATION);
        case "environment":
          return settings.get(Option.ENVIRONMENT);
        case "provider":
          return settings.get(Option.PROVIDER);
        case "check":
        case "operation":
          return method.name;
        case "group":
          return "ready";
        default:
          return "";
      }
    }

    private void noteUnknownLabels() {
      for (String label : method.declaration.parameterLabels().keySet()) {
        if (!names.isKnown(label)) {
          note("@Label " + label, "it is no label of the catalogue, nor declared under labels:");
        }
      }
      for (String label : ownLabels.keySet()) {
        if (!names.base().contains(label)) {
          note("labels", "'" + label + "' is not declared under labels: in the configuration");
        }
      }
    }

    private void noteUnclosedBraces() {
      for (Map.Entry<String, String> attribute : attributes.entrySet()) {
        if (Template.isUnclosed(attribute.getValue())) {
          note(
              attribute.getKey(),
              "'"
                  + attribute.getValue()
                  + "' has a { without its }, and is taken as it is written");
        }
      }
    }

    private @Nullable Outcome fixedOutcome() {
      Template outcome = parse(attributes.getOrDefault("outcome", ""));
      if (!outcome.isConstant() || outcome.isEmpty()) {
        return null;
      }
      Outcome fixed = Outcome.ofLabel(outcome.text());
      if (fixed == null) {
        note(
            "outcome",
            "'" + outcome.text() + "' is no outcome; calls are judged by what they return");
      }
      return fixed;
    }

    private ProbeSpec.Step step() {
      String text = attributes.getOrDefault("step", "").trim();
      if (text.equalsIgnoreCase("request")) {
        return ProbeSpec.Step.REQUEST;
      }
      if (text.equalsIgnoreCase("decision")) {
        return ProbeSpec.Step.DECISION;
      }
      if (!text.isEmpty()) {
        note("step", "'" + text + "' is neither request nor decision; a call counts as both");
      }
      return ProbeSpec.Step.BOTH;
    }

    private Schedule schedule() {
      long every = millis("every", 0);
      if (every > 0 && every < LEAST_PERIOD_MILLIS) {
        note("every", "a check is run every " + LEAST_PERIOD_MILLIS + "ms at the most");
        every = LEAST_PERIOD_MILLIS;
      }
      String obstacle = every > 0 ? Weavability.obstacleToRuns(method) : null;
      if (obstacle != null) {
        note("every", obstacle);
        every = 0;
      }
      return new Schedule(every, millis("timeout", Schedule.TIMEOUT_MILLIS), millis("ttl", 0));
    }

    private long millis(String attribute, long otherwise) {
      Template text = parse(attributes.getOrDefault(attribute, ""));
      if (text.isEmpty()) {
        return otherwise;
      }
      long millis = text.isConstant() ? TimeSpan.millis(text.text().trim()) : -1;
      if (millis <= 0) {
        note(attribute, "'" + text + "' is no length of time such as 500ms, 15s, 5m or 2h");
        return otherwise;
      }
      return millis;
    }

    private ExitValues exitValues(@Nullable Outcome fixed) throws IOException {
      Map<String, Template> values = new LinkedHashMap<>();
      if (fixed == null) {
        Template outcome = parse(attributes.getOrDefault("outcome", ""));
        if (!outcome.isConstant()) {
          put(values, "outcome", outcome);
        }
      }
      for (String name : AT_EXIT) {
        put(values, name, parse(attributes.getOrDefault(name, "")));
      }
      Map<String, String> events = Attributes.parse(attributes.getOrDefault("events", ""));
      for (Map.Entry<String, String> event : events.entrySet()) {
        Template name = parse(event.getKey());
        if (event.getValue().isEmpty()) {
          note("events", "'" + event.getKey() + "' has no value, as in " + event.getKey() + "=1");
        } else if (name.isConstant()) {
          put(values, ExitValues.EVENT + name.text(), parse(event.getValue()));
        } else {
          note("events", "the name '" + event.getKey() + "' must be constant");
        }
      }
      return values.isEmpty() ? ExitValues.NONE : new ExitValues(values);
    }

    private void put(Map<String, Template> values, String name, Template template)
        throws IOException {
      Template usable = compiledAtExit(name, template);
      if (!usable.isEmpty()) {
        values.put(name, usable);
      }
    }

    private Template compiledAtEntry(String label, Template template) throws IOException {
      Template usable = template;
      for (String path : template.paths()) {
        if (Path.parse(path).startsAt(Path.RESULT)) {
          note(label, "{" + path + "} is not known yet when a call begins, where labels are read");
          usable = usable.without(path);
        } else if (!compile(label, path)) {
          usable = usable.without(path);
        }
      }
      return usable;
    }

    private Template compiledAtExit(String name, Template template) throws IOException {
      Template usable = template;
      LaterResult later = ProbeSpec.laterResult(method.descriptor);
      for (String path : template.paths()) {
        boolean isOfResult = Path.parse(path).startsAt(Path.RESULT);
        if (isOfResult && later != null && !later.hasValue()) {
          note(
              name, "{" + path + "} cannot be read: a " + later.simpleName() + " has no one value");
          usable = usable.without(path);
          continue;
        }
        boolean isReadLater = isOfResult && (later != null || compiler().isValueThereLater());
        if (!isReadLater && !compile(name, path)) {
          usable = usable.without(path);
        }
      }
      return usable;
    }

    private boolean compile(String attribute, String path) throws IOException {
      if (compiled.containsKey(path)) {
        return true;
      }
      try {
        compiled.put(path, compiler().compile(Path.parse(path)));
        return true;
      } catch (PathCompiler.UnresolvedException unresolved) {
        note(attribute, "{" + path + "} cannot be read: " + unresolved.reason());
        return false;
      }
    }

    private PathCompiler compiler() {
      PathCompiler made = compiler;
      if (made == null) {
        made =
            new PathCompiler(
                className.replace('.', '/'),
                method,
                ParameterNames.of(reader, method.key()),
                models);
        compiler = made;
      }
      return made;
    }

    private Template parse(String source) {
      return source.isEmpty() ? Template.EMPTY : Template.parse(source, Variables.INSTANCE);
    }

    private void note(String attribute, String reason) {
      inventory.note(className + "#" + method.name + " @" + kind.word() + " " + attribute, reason);
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
