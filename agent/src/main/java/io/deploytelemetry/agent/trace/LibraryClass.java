package io.deploytelemetry.agent.trace;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * A class of a library, in one of the copies that there may be in a JVM. Any thread may ask and
 * tell.
 */
final class LibraryClass {

  /** What stands before the name where the copy was relocated: OpenTelemetry's agent does. */
  private final String prefix;

  /** Who defines it; {@code null} is the bootstrap loader. */
  private final @Nullable WeakReference<ClassLoader> loader;

  /** The class, once it may be used. */
  private volatile @Nullable WeakReference<Class<?>> usable;

  LibraryClass(String prefix, @Nullable ClassLoader loader) {
    this.prefix = prefix;
    this.loader = loader == null ? null : new WeakReference<>(loader);
  }

  /** Whether its loader has been collected. */
  boolean isGone() {
    return loader != null && loader.get() == null;
  }

  boolean isDefinedBy(@Nullable ClassLoader candidate) {
    return loader == null ? candidate == null : candidate != null && loader.get() == candidate;
  }

  boolean isSame(LibraryClass other) {
    return isOfCopy(other.prefix) && isDefinedBy(other.loader == null ? null : other.loader.get());
  }

  boolean isOfCopy(String otherPrefix) {
    return prefix.equals(otherPrefix);
  }

  String prefix() {
    return prefix;
  }

  /** The class, if it may be used. */
  @Nullable Class<?> usable() {
    WeakReference<Class<?>> known = usable;
    return known == null ? null : known.get();
  }

  /** This is the class, and it may be used from now on. */
  void use(Class<?> itself) {
    usable = new WeakReference<>(itself);
  }

  /** A class of the same copy, as the loader of this one sees it; it is not initialised. */
  Class<?> find(String name) throws ClassNotFoundException {
    ClassLoader seeing = loader == null ? null : loader.get();
    if (loader != null && seeing == null) {
      throw new ClassNotFoundException(name);
    }
    return Class.forName(prefix + name, false, seeing);
  }
}
