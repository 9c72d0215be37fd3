package com.acme.subjects;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Paths;

/** Loads the classes that a file names, without running anything of them, and says which fail. */
public final class LoadsEach {

  private LoadsEach() {}

  public static void main(String[] args) throws IOException {
    for (String name : Files.readAllLines(Paths.get(args[0]))) {
      try {
        Class.forName(name, false, Thread.currentThread().getContextClassLoader());
      } catch (ClassNotFoundException | LinkageError lacking) {
        Stage.say("failed " + name);
      }
    }
    Stage.pause();
  }
}
