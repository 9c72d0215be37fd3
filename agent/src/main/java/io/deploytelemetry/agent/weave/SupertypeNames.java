package io.deploytelemetry.agent.weave;

import java.io.IOException;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The names of all supertypes of a class, read from class files as {@link Supertypes} does. Those
 * of the JDK are named, and not looked into.
 *
 * <p>Threads: any; the cache has a lock, under which nothing is read.
 */
final class SupertypeNames {

  private final Map<ClassLoader, Map<String, Set<String>>> cache = new WeakHashMap<>();

  /**
   * The internal names of the supertypes of a class that is being loaded. They are remembered: its
   * subtypes, which come later, need not read its class file.
   *
   * @throws IOException if a class file cannot be read
   */
  Set<String> of(
      String name, ClassOutline outline, ClassLoader loader, @Nullable ProtectionDomain domain)
      throws IOException {
    Set<String> names = of(outline, loader, domain);
    cached(loader, name, names);
    return names;
  }

  private Set<String> of(
      ClassOutline outline, ClassLoader loader, @Nullable ProtectionDomain domain)
      throws IOException {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < outline.supertypes(); i++) {
      String name = outline.supertypeName(i);
      if (name != null && !name.equals("java/lang/Object") && names.add(name)) {
        names.addAll(above(name, loader, domain));
      }
    }
    return names;
  }

  private Set<String> above(String name, ClassLoader loader, @Nullable ProtectionDomain domain)
      throws IOException {
    if (name.startsWith("java/")) {
      return Collections.emptySet();
    }
    Set<String> known = cached(loader, name, null);
    if (known != null) {
      return known;
    }
    byte[] bytes = ClassFiles.read(name, loader, domain);
    ClassOutline outline = bytes == null ? null : ClassOutline.readOrNull(bytes);
    Set<String> names = outline == null ? Collections.emptySet() : of(outline, loader, domain);
    cached(loader, name, names);
    return names;
  }

  private synchronized @Nullable Set<String> cached(
      ClassLoader loader, String name, @Nullable Set<String> names) {
    Map<String, Set<String>> ofLoader = cache.get(loader);
    if (ofLoader == null) {
      ofLoader = new HashMap<>();
      cache.put(loader, ofLoader);
    }
    return names == null ? ofLoader.get(name) : ofLoader.put(name, names);
  }
}
