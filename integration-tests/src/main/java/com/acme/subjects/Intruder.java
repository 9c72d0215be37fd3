package com.acme.subjects;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.ProtectionDomain;

/** Tries to reach what an application must not reach. */
public final class Intruder {

  private Intruder() {}

  public static void main(String[] args) throws Exception {
    tryToOpenJavaLang();
    if (args.length > 0) {
      tryToLoad(args[0]);
    }
    Stage.pause();
  }

  private static void tryToOpenJavaLang() throws NoSuchMethodException {
    try {
      ClassLoader.class
          .getDeclaredMethod(
              "defineClass",
              String.class,
              byte[].class,
              int.class,
              int.class,
              ProtectionDomain.class)
          .setAccessible(true);
      Stage.say("java.lang is open");
    } catch (RuntimeException e) {
      Stage.say(e.getClass().getName());
    }
  }

  /** Tries each name of a file in all loaders that an application has. */
  private static void tryToLoad(String namesFile) throws IOException {
    try (BufferedReader names =
        Files.newBufferedReader(Paths.get(namesFile), StandardCharsets.UTF_8)) {
      for (String name = names.readLine(); name != null; name = names.readLine()) {
        tryToLoad(name, Intruder.class.getClassLoader());
        tryToLoad(name, Thread.currentThread().getContextClassLoader());
        tryToLoad(name, null);
      }
    }
  }

  private static void tryToLoad(String name, ClassLoader loader) {
    try {
      Class.forName(name, false, loader);
      Stage.say("found " + name);
    } catch (ClassNotFoundException | LinkageError expected) {
      return;
    }
  }
}
