package com.acme.subjects;

/** Loads the classes that its arguments name. */
public final class Loads {

  private Loads() {}

  public static void main(String[] args) throws ClassNotFoundException {
    for (String name : args) {
      Class.forName(name);
    }
    Stage.pause();
  }
}
