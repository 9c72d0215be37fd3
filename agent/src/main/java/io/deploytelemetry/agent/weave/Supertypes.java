package io.deploytelemetry.agent.weave;

import java.io.IOException;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * What the supertypes of a class declare for the methods that implement theirs. A class reaches the
 * transformer before its supertypes are loaded, and they must not be loaded there; so they are read
 * from their class files, once per name and loader.
 *
 * <p>Threads: any; the cache has a lock, under which nothing is read.
 */
final class Supertypes {

  private static final Map<String, Declaration> NOTHING = Collections.emptyMap();

  private final AnnotationKinds kinds;

  /** Loaders are held weakly, and so the answers are plain values. */
  private final Map<ClassLoader, Map<String, Map<String, Declaration>>> cache = new WeakHashMap<>();

  Supertypes(AnnotationKinds kinds) {
    this.kinds = kinds;
  }

  /**
   * The declarations that a class inherits, by name and descriptor of the method, and those that it
   * inherits within its package only by {@link #keyWithin}; empty if none.
   *
   * @throws IOException if a class file cannot be read
   */
  Map<String, Declaration> inheritedBy(
      ClassOutline outline, ClassLoader loader, @Nullable ProtectionDomain domain)
      throws IOException {
    Map<String, Declaration> inherited = NOTHING;
    for (int i = 0; i < outline.supertypes(); i++) {
      String name = outline.supertype(i);
      if (name != null) {
        inherited = merge(inherited, declaredBy(name, loader, domain));
      }
    }
    return inherited;
  }

  /** What a type and its supertypes declare. */
  private Map<String, Declaration> declaredBy(
      String name, ClassLoader loader, @Nullable ProtectionDomain domain) throws IOException {
    Map<String, Declaration> known = cached(loader, name, null);
    if (known != null) {
      return known;
    }
    Map<String, Declaration> declared = NOTHING;
    byte[] bytes = ClassFiles.read(name, loader, domain);
    ClassOutline outline = bytes == null ? null : ClassOutline.readOrNull(bytes);
    if (bytes != null && outline != null) {
      if (kinds.areIn(outline, loader, domain)) {
        declared = declaredIn(name, ClassWeaver.reader(bytes), kinds.in(outline, loader, domain));
      }
      declared = merge(declared, inheritedBy(outline, loader, domain));
    }
    cached(loader, name, declared);
    return declared;
  }

  private static Map<String, Declaration> declaredIn(
      String name, ClassReader reader, Map<String, AnnotationKinds.Declared> kinds) {
    DeclaredClass declared = DeclaredClass.read(reader, kinds);
    Map<String, Declaration> byMethod = new LinkedHashMap<>();
    for (DeclaredClass.Method method : declared.methods()) {
      if (!method.declaration.isEmpty() && Weavability.isInheritable(method)) {
        method.declaration.addDefaults(declared.declaration());
        if (method.declaration.namesParameters()) {
          method.declaration.setParameterNames(ParameterNames.of(reader, method.key()));
        }
        boolean isOfPackage = !method.is(Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED);
        byMethod.put(isOfPackage ? keyWithin(name, method) : method.key(), method.declaration);
      }
    }
    return byMethod;
  }

  /** The key of a method that only classes of one package can override. */
  static String keyWithin(String className, DeclaredClass.Method method) {
    String name = className.replace('.', '/');
    return name.substring(0, name.lastIndexOf('/') + 1) + method.key();
  }

  /** Both; what the nearer one sets stays. */
  private static Map<String, Declaration> merge(
      Map<String, Declaration> nearer, Map<String, Declaration> further) {
    if (nearer.isEmpty() || further.isEmpty()) {
      return nearer.isEmpty() ? further : nearer;
    }
    Map<String, Declaration> merged = new LinkedHashMap<>();
    for (Map<String, Declaration> each : Arrays.asList(nearer, further)) {
      for (Map.Entry<String, Declaration> method : each.entrySet()) {
        Declaration declaration = merged.get(method.getKey());
        if (declaration == null) {
          declaration = new Declaration();
          merged.put(method.getKey(), declaration);
        }
        declaration.inherit(method.getValue());
      }
    }
    return merged;
  }

  /** Forgets all answers: a type of which none was expected declares something. */
  synchronized void forget() {
    cache.clear();
  }

  private synchronized @Nullable Map<String, Declaration> cached(
      ClassLoader loader, String name, @Nullable Map<String, Declaration> answer) {
    Map<String, Map<String, Declaration>> ofLoader = cache.get(loader);
    if (ofLoader == null) {
      ofLoader = new HashMap<>();
      cache.put(loader, ofLoader);
    }
    return answer == null ? ofLoader.get(name) : ofLoader.put(name, answer);
  }
}
