package com.acme.subjects;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads, runs and drops {@code com.acme.plugin.Plugin} again and again, as a servlet container
 * does, and says how many of the loaders the garbage collector leaves.
 */
public final class Redeployments {

  private Redeployments() {}

  public static void main(String[] args) throws Exception {
    URL plugin = Paths.get(args[1]).toUri().toURL();
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int i = Integer.parseInt(args[0]); i > 0; i--) {
      loaders.add(deployAndDrop(plugin));
    }
    for (int i = 0; i < 20 && left(loaders) > 0; i++) {
      System.gc();
    }
    Stage.say("loaders left " + left(loaders));
    Stage.pause();
  }

  private static WeakReference<ClassLoader> deployAndDrop(URL plugin) throws Exception {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {plugin})) {
      Class<?> type = loader.loadClass("com.acme.plugin.Plugin");
      ((Runnable) type.getDeclaredConstructor().newInstance()).run();
      return new WeakReference<>(loader);
    }
  }

  private static long left(List<WeakReference<ClassLoader>> loaders) {
    return loaders.stream().filter(loader -> loader.get() != null).count();
  }
}
