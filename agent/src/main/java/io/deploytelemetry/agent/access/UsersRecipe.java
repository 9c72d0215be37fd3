package io.deploytelemetry.agent.access;

import io.deploytelemetry.agent.files.BrokenFileException;
import io.deploytelemetry.agent.files.Recipe;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** How users are read from a file. */
final class UsersRecipe implements Recipe<Users> {

  private final String file;

  UsersRecipe(String file) {
    this.file = file;
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
  public Users make(Map<String, byte[]> contents) throws BrokenFileException {
    byte[] content = contents.getOrDefault(file, new byte[0]);
    return Users.parse(file, new String(content, StandardCharsets.UTF_8).split("\n", -1));
  }
}
