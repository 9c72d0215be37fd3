package io.deploytelemetry.agent.access;

import io.deploytelemetry.agent.files.BrokenFileException;

/** How the digest of a token is made of a file that holds it. */
final class TokenRecipe extends TextRecipe<byte[]> {

  private final Secrets secrets;

  TokenRecipe(String file, Secrets secrets) {
    super(file);
    this.secrets = secrets;
  }

  @Override
  byte[] parse(String name, String text) throws BrokenFileException {
    String token = text.trim();
    if (token.isEmpty()) {
      throw new BrokenFileException(name + " holds no token");
    }
    return secrets.digest(token);
  }
}
