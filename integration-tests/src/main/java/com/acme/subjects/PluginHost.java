package com.acme.subjects;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Paths;

/**
 * Runs {@code com.acme.plugin.Plugin} in a class loader of its own: {@code parent-first}, {@code
 * child-first}, {@code only-java} (as OSGi and JBoss Modules do) or {@code orphan} (whose parent is
 * the bootstrap loader). Then the path of the plugin. Runs it once more for each line it is sent.
 */
public final class PluginHost {

  private PluginHost() {}

  public static void main(String[] args) throws Exception {
    URL plugin = Paths.get(args[1]).toUri().toURL();
    ClassLoader loader = loader(args[0], plugin);
    Class<?> type = Class.forName("com.acme.plugin.Plugin", true, loader);
    Stage.check(type.getClassLoader() == loader);
    Runnable instance = (Runnable) type.getDeclaredConstructor().newInstance();
    instance.run();
    Stage.say("ready");
    while (Stage.hear() != null) {
      instance.run();
      Stage.say("ran");
    }
  }

  private static ClassLoader loader(String kind, URL plugin) {
    ClassLoader application = PluginHost.class.getClassLoader();
    switch (kind) {
      case "parent-first":
        return new URLClassLoader(new URL[] {plugin}, application);
      case "child-first":
        return new ChildFirst(plugin, application);
      case "only-java":
        return new OnlyJava(plugin);
      case "orphan":
        return new URLClassLoader(new URL[] {plugin}, null);
      default:
        throw new IllegalArgumentException(kind);
    }
  }

  /** Looks into the plugin before it asks its parent, as servlet containers do. */
  private static final class ChildFirst extends URLClassLoader {

    ChildFirst(URL plugin, ClassLoader parent) {
      super(new URL[] {plugin}, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded == null) {
          try {
            loaded = findClass(name);
          } catch (ClassNotFoundException e) {
            return super.loadClass(name, resolve);
          }
        }
        return loaded;
      }
    }
  }

  /** Delegates the packages {@code java.*} and nothing else, not even to the bootstrap loader. */
  private static final class OnlyJava extends ClassLoader {

    private final URL plugin;

    OnlyJava(URL plugin) {
      super(null);
      this.plugin = plugin;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("java.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      try (InputStream in = new URL(plugin, name.replace('.', '/') + ".class").openStream()) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          bytes.write(buffer, 0, n);
        }
        return defineClass(name, bytes.toByteArray(), 0, bytes.size());
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
