package io.deploytelemetry.agent.access;

import io.deploytelemetry.agent.files.BrokenFileException;

/** How users are read from a file. */
final class UsersRecipe extends TextRecipe<Users> {

  UsersRecipe(String file) {
    super(file);
  }

  @Override
  Users parse(String name, String text) throws BrokenFileException {
    return Users.parse(name, text.split("\n", -1));
  }
}
