package io.deploytelemetry.agent.access;

import io.deploytelemetry.agent.files.BrokenFileException;
import io.deploytelemetry.agent.files.Recipe;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** How a value is made of the text of one file. */
abstract class TextRecipe<T> implements Recipe<T> {

  private final String file;

  TextRecipe(String file) {
    this.file = file;
  }

  /** Makes the value of a file's text. */
  abstract T parse(String name, String text) throws BrokenFileException;

  @Override
  public final List<String> files() {
    return Collections.singletonList(file);
  }

  @Override
  public final void check(Map<String, byte[]> contents) throws BrokenFileException {
    make(contents);
  }

  @Override
  public final T make(Map<String, byte[]> contents) throws BrokenFileException {
    byte[] content = contents.getOrDefault(file, new byte[0]);
    return parse(file, new String(content, StandardCharsets.UTF_8));
  }
}
