package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.model.OperationKind;
import java.io.IOException;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which annotations declare what: ours, those that the configuration names, and a team's own whose
 * type carries one of ours. Whether a type does is read from its class file, once per name and
 * loader.
 *
 * <p>Threads: any; the cache has a lock, under which nothing is read.
 */
final class AnnotationKinds {

  /** What an annotation declares. */
  static final class Declared {

    final OperationKind kind;

    /** What the annotation's own type says of attributes, which counts where it sets none. */
    final Map<String, String> values;

    Declared(OperationKind kind, Map<String, String> values) {
      this.kind = kind;
      this.values = values;
    }
  }

  private static final Declared NOTHING =
      new Declared(OperationKind.OPERATION, Collections.emptyMap());

  /** Our own annotations. */
  static final Map<String, Declared> OWN = own();

  private static Map<String, Declared> own() {
    Map<String, Declared> own = new HashMap<>();
    for (OperationKind kind : OperationKind.values()) {
      own.put(kind.annotation(), new Declared(kind, Collections.emptyMap()));
    }
    return Collections.unmodifiableMap(own);
  }

  private final Map<String, OperationKind> named = new HashMap<>();
  private final Map<ClassLoader, Map<String, Declared>> foreign = new WeakHashMap<>();

  /** Makes kinds; {@code named} are binary names of annotations that already exist. */
  AnnotationKinds(Map<String, OperationKind> named) {
    for (Map.Entry<String, OperationKind> each : named.entrySet()) {
      this.named.put("L" + each.getKey().replace('.', '/') + ";", each.getValue());
    }
  }

  /** Whether a class has an annotation that declares something. */
  boolean areIn(ClassOutline outline, ClassLoader loader, @Nullable ProtectionDomain domain)
      throws IOException {
    if (outline.isAnnotated()) {
      return true;
    }
    for (String descriptor : outline.foreignAnnotations(named.keySet())) {
      if (foreign(descriptor, loader, domain) != null) {
        return true;
      }
    }
    return false;
  }

  /** What the annotations in a class declare, by their descriptors. */
  Map<String, Declared> in(
      ClassOutline outline, ClassLoader loader, @Nullable ProtectionDomain domain)
      throws IOException {
    Map<String, Declared> declared = new HashMap<>(OWN);
    for (String descriptor : outline.foreignAnnotations(named.keySet())) {
      Declared foreign = foreign(descriptor, loader, domain);
      if (foreign != null) {
        declared.put(descriptor, foreign);
      }
    }
    return declared;
  }

  private @Nullable Declared foreign(
      String descriptor, ClassLoader loader, @Nullable ProtectionDomain domain) throws IOException {
    Declared known = cached(loader, descriptor, null);
    if (known == null) {
      known = read(descriptor, loader, domain);
      cached(loader, descriptor, known);
    }
    return known == NOTHING ? null : known;
  }

  private Declared read(String descriptor, ClassLoader loader, @Nullable ProtectionDomain domain)
      throws IOException {
    OperationKind kind = named.get(descriptor);
    byte[] bytes =
        ClassFiles.read(descriptor.substring(1, descriptor.length() - 1), loader, domain);
    ClassOutline outline = bytes == null ? null : ClassOutline.readOrNull(bytes);
    if (bytes == null || outline == null || (kind == null && !outline.isAnnotated())) {
      return kind == null ? NOTHING : new Declared(kind, Collections.emptyMap());
    }
    DeclaredClass type = DeclaredClass.read(ClassWeaver.reader(bytes), OWN);
    for (OperationKind onType : type.declaration().kinds()) {
      kind = kind == null ? onType : kind;
    }
    if (kind == null) {
      return NOTHING;
    }
    Map<String, String> values = new HashMap<>(type.declaration().values(kind));
    for (Map.Entry<String, String> given : type.givenValues().entrySet()) {
      if (kind.hasAttribute(given.getKey())) {
        values.put(given.getKey(), given.getValue());
      }
    }
    return new Declared(kind, values);
  }

  private synchronized @Nullable Declared cached(
      ClassLoader loader, String descriptor, @Nullable Declared declared) {
    Map<String, Declared> ofLoader = foreign.get(loader);
    if (ofLoader == null) {
      ofLoader = new HashMap<>();
      foreign.put(loader, ofLoader);
    }
    return declared == null ? ofLoader.get(descriptor) : ofLoader.put(descriptor, declared);
  }
}
