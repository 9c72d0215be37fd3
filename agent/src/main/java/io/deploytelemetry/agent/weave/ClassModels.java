package io.deploytelemetry.agent.weave;

import java.io.IOException;
import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The class files that the paths of one class lead through, each read once. For the moment in which
 * the class is woven, on that thread.
 */
final class ClassModels {

  private final ClassLoader loader;
  private final @Nullable ProtectionDomain domain;
  private final byte[] woven;
  private final Map<String, @Nullable ClassModel> byName = new HashMap<>();

  ClassModels(ClassLoader loader, @Nullable ProtectionDomain domain, byte[] woven) {
    this.loader = loader;
    this.domain = domain;
    this.woven = woven;
  }

  /**
   * The model of a class; {@code null} if its class file cannot be found.
   *
   * @throws IOException if it cannot be read
   */
  @Nullable ClassModel of(String internalName) throws IOException {
    if (byName.isEmpty()) {
      ClassModel own = ClassModel.read(woven);
      byName.put(own.name(), own);
    }
    if (!byName.containsKey(internalName)) {
      byte[] bytes = ClassFiles.read(internalName, loader, domain);
      byName.put(internalName, bytes == null ? null : ClassModel.read(bytes));
    }
    return byName.get(internalName);
  }

  /** Whether a class is another one, or extends or implements it, as far as class files tell. */
  boolean isSubtype(String internalName, String of) throws IOException {
    if (internalName.equals(of)) {
      return true;
    }
    ClassModel model = of(internalName);
    if (model != null) {
      for (GenericType supertype : model.supertypes()) {
        if (isSubtype(supertype.name(), of)) {
          return true;
        }
      }
    }
    return false;
  }
}
