package io.deploytelemetry.agent.weave;

/** A method turned out, while it was being woven, to be one that cannot be; says why. */
final class UnweavableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnweavableException(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
