package com.acme.subjects;

/** Does nothing. */
public final class Idle {

  private Idle() {}

  public static void main(String[] args) {
    Stage.pause();
  }
}
