package io.deploytelemetry.agent.adapt;

/** A guest of {@link Library}, as its class file is in the jar. */
public final class LibraryGuest extends Library {

  private final String answer;

  public LibraryGuest(String answer) {
    this.answer = answer;
  }

  @Override
  public String answer() {
    if (answer.isEmpty()) {
      throw new IllegalStateException("no answer");
    }
    return new LibraryGuest("answered: " + answer).answer;
  }
}
