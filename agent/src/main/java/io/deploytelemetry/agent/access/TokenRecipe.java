package io.deploytelemetry.agent.access;

import io.deploytelemetry.agent.files.BrokenFileException;
import io.deploytelemetry.agent.files.Recipe;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** How the digest of a token is made of a file that holds it. */
final class TokenRecipe implements Recipe<byte[]> {

  private final String file;
  private final Secrets secrets;

  TokenRecipe(String file, Secrets secrets) {
    this.file = file;
    this.secrets = secrets;
  }

  @Override
  public List<String> files() {
    return Collections.singletonList(file);
  }

  @Override
  public void check(Map<String, byte[]> contents) throws BrokenFileException {
    make(contents);
  }

  @Override
  public byte[] make(Map<String, byte[]> contents) throws BrokenFileException {
    byte[] content = contents.getOrDefault(file, new byte[0]);
    String token = new String(content, StandardCharsets.UTF_8).trim();
    if (token.isEmpty()) {
      throw new BrokenFileException(file + " holds no token");
    }
    return secrets.digest(token);
  }
}
