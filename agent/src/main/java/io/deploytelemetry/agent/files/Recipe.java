package io.deploytelemetry.agent.files;

import java.util.List;
import java.util.Map;

/** How a value is made of files. */
public interface Recipe<T> {

  /** The names of the files, all of which are needed. */
  List<String> files();

  /**
   * Finds what is wrong without much work, at the start.
   *
   * @param contents the files' contents by their names
   */
  void check(Map<String, byte[]> contents) throws BrokenFileException;

  /** Makes the value. */
  T make(Map<String, byte[]> contents) throws BrokenFileException;
}
