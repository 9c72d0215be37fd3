package io.deploytelemetry.agent.start;

import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the JDK's HTTP server is to be had. An application that is started as a module gets only
 * the modules that it requires; if the server's is not among them, but in the Java runtime, it is
 * loaded into a layer of the agent's own.
 */
public final class Java9ServerLoader implements Supplier<@Nullable ClassLoader> {

  private static final String MODULE = "jdk.httpserver";

  /**
   * The loader of the server in its own layer; {@code null} where none is needed, or none helps.
   */
  @Override
  public @Nullable ClassLoader get() {
    if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
      return null;
    }
    Optional<ModuleReference> inRuntime = ModuleFinder.ofSystem().find(MODULE);
    return inRuntime.isPresent() ? ownLayer(inRuntime.get()).findLoader(MODULE) : null;
  }

  private static ModuleLayer ownLayer(ModuleReference server) {
    Configuration configuration =
        Configuration.resolve(
            new OneModule(server),
            List.of(ModuleLayer.boot().configuration()),
            ModuleFinder.of(),
            Set.of(MODULE));
    return ModuleLayer.defineModulesWithOneLoader(
            configuration, List.of(ModuleLayer.boot()), ClassLoader.getPlatformClassLoader())
        .layer();
  }

  private static final class OneModule implements ModuleFinder {

    private final ModuleReference module;

    OneModule(ModuleReference module) {
      this.module = module;
    }

    @Override
    public Optional<ModuleReference> find(String name) {
      return name.equals(MODULE) ? Optional.of(module) : Optional.empty();
    }

    @Override
    public Set<ModuleReference> findAll() {
      return Set.of(module);
    }
  }
}
