package io.deploytelemetry.agent.scan;

import io.deploytelemetry.agent.config.Rule;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.config.UnmatchedRule;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.NoTargets;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.Slots;
import io.deploytelemetry.agent.weave.Weaver;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the agent would weave in an application. The weaver itself is asked, class file by class
 * file, and what it makes is thrown away; nothing of the application is loaded or run.
 */
public final class Scan {

  private final Settings settings;
  private final Inventory inventory;
  private final int classes;

  private Scan(Settings settings, Inventory inventory, int classes) {
    this.settings = settings;
    this.inventory = inventory;
    this.classes = classes;
  }

  /**
   * Scans an application.
   *
   * @param elements its class path: directories, jars, wars, ears
   * @throws IOException if one cannot be read
   */
  public static Scan of(Settings settings, List<File> elements) throws IOException {
    try (ClassTree tree = new ClassTree()) {
      for (File element : elements) {
        tree.add(element);
      }
      List<String> names = tree.names();
      Inventory inventory = inventory(settings, tree);
      while (inventory == null) {
        inventory = inventory(settings, tree);
      }
      tree.unreadable().forEach(inventory::skipped);
      explainRulesWithoutMethods(settings.rules(), inventory, names);
      return new Scan(settings, inventory, names.size());
    }
  }

  /** What is wrong with the patterns of the rules, by the file and line of the rule. */
  public static Map<String, String> malformedRules(Settings settings) {
    Inventory inventory = new Inventory();
    weaver(settings, inventory);
    return inventory.notes();
  }

  /** The settings that it was made with. */
  public Settings settings() {
    return settings;
  }

  /** What would be woven, and what not. */
  public Inventory inventory() {
    return inventory;
  }

  /** How many classes there are. */
  public int classes() {
    return classes;
  }

  /**
   * What is woven in one look at all classes.
   *
   * @return {@code null} if a framework's type proved to be annotated, which the weaver remembers:
   *     its subtypes may have been looked at before
   */
  private static @Nullable Inventory inventory(Settings settings, ClassTree tree)
      throws IOException {
    Inventory inventory = new Inventory();
    Weaver weaver = weaver(settings, inventory);
    boolean[] isLate = new boolean[1];
    weaver.setLateDiscoveries(() -> isLate[0] = true);
    ScannedLoader loader = new ScannedLoader(tree);
    for (String name : tree.names()) {
      ClassFile file = tree.get(name);
      if (file != null) {
        weaver.transform(loader, name, null, null, file.read());
      }
    }
    return isLate[0] ? null : inventory;
  }

  private static Weaver weaver(Settings settings, Inventory inventory) {
    return new Weaver(
        settings,
        new Numbers(),
        inventory,
        settings.schema().names(),
        new NoTargets(),
        null,
        internalName -> {});
  }

  private static void explainRulesWithoutMethods(
      List<Rule> rules, Inventory inventory, List<String> names) {
    List<String> binaryNames = new ArrayList<>();
    for (String name : names) {
      binaryNames.add(name.replace('/', '.'));
    }
    Map<String, Integer> matched = inventory.rules();
    for (Rule rule : rules) {
      Integer methods = matched.get(rule.toString());
      if (methods != null && methods == 0 && !inventory.notes().containsKey(rule.toString())) {
        inventory.note(
            rule.toString(),
            UnmatchedRule.of(rule, binaryNames).reason("no method of these classes matches"));
      }
    }
  }

  /** Slots that nothing is put into. */
  private static final class Numbers implements Slots {

    private final Map<ProbeSpec, Integer> numbers = new HashMap<>();

    @Override
    public int reserve(ProbeSpec spec) {
      return numbers.computeIfAbsent(spec, any -> numbers.size());
    }

    @Override
    public void open(ProbeSpec spec) {}

    @Override
    public void close(ProbeSpec spec) {}
  }
}
