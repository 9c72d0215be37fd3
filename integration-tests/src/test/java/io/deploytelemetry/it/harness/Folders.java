package io.deploytelemetry.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** Folders with files in them. */
public final class Folders {

  private Folders() {}

  /** Copies a folder and all that is in it; returns the copy. */
  public static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) { // a folder comes before what is in it
        Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return to;
  }

  /** Lets the files of a folder be run, which some archives do not say; returns the folder. */
  public static Path executable(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(file -> file.toFile().setExecutable(true));
    }
    return folder;
  }
}
