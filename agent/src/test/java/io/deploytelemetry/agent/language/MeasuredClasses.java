package io.deploytelemetry.agent.language;

import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.health.HealthChecks;
import io.deploytelemetry.agent.metrics.AgentMetrics;
import io.deploytelemetry.agent.metrics.Exposition;
import io.deploytelemetry.agent.metrics.Metrics;
import io.deploytelemetry.agent.metrics.Probes;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.Listeners;
import io.deploytelemetry.agent.model.NoTargets;
import io.deploytelemetry.agent.model.Schema;
import io.deploytelemetry.agent.weave.Weaver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * An agent in this JVM, without its server: annotated classes of the tests are loaded once more,
 * woven, and what their calls leave is shown as a scrape shows it.
 */
final class MeasuredClasses {

  final Inventory inventory = new Inventory();
  private final Listeners listeners = new Listeners();
  private final HealthChecks health = new HealthChecks(listeners);
  private final Probes probes;
  private final Metrics metrics;
  private final Weaver weaver;

  MeasuredClasses() {
    this("");
  }

  /** An agent with these arguments. */
  MeasuredClasses(String arguments) {
    Settings settings = Settings.read(arguments);
    Schema schema = settings.schema();
    this.probes = new Probes(schema, health, new NoTargets(), listeners, inventory, null);
    this.metrics = new Metrics(probes, new AgentMetrics("test", inventory, health, probes));
    this.weaver =
        new Weaver(
            settings,
            probes,
            inventory,
            schema.names(),
            new NoTargets(),
            ClassLoader.getPlatformClassLoader(),
            name -> {});
  }

  /** The woven twin of a class, together with those that are nested in the same one. */
  Class<?> weave(Class<?> type) throws ClassNotFoundException {
    return new Loader(outermost(type)).loadClass(type.getName());
  }

  /** What a scrape shows now. */
  Exposition scrape() {
    return Exposition.of(metrics);
  }

  private static String outermost(Class<?> type) {
    return type.getName().split("\\$", 2)[0];
  }

  private final class Loader extends ClassLoader {

    private final String nest;

    Loader(String nest) {
      super(MeasuredClasses.class.getClassLoader());
      this.nest = nest;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        if (!name.split("\\$", 2)[0].equals(nest) || findLoadedClass(name) != null) {
          return super.loadClass(name, resolve);
        }
        String path = name.replace('.', '/');
        try (InputStream in = ClassLoader.getSystemResourceAsStream(path + ".class")) {
          byte[] bytes = in.readAllBytes();
          byte[] woven = weaver.transform(this, path, null, null, bytes);
          byte[] result = woven == null ? bytes : woven;
          return defineClass(name, result, 0, result.length);
        } catch (IOException impossible) {
          throw new UncheckedIOException(impossible);
        }
      }
    }
  }
}
