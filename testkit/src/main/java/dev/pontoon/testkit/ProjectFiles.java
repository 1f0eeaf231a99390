package dev.pontoon.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project's own files lie. */
public final class ProjectFiles {
  private ProjectFiles() {}

  /** The root of the checkout: the nearest folder above the working one that has {@code verify}. */
  public static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null && !Files.isExecutable(directory.resolve("verify"))) {
      directory = directory.getParent();
    }
    if (directory == null) {
      throw new IllegalStateException(
          "not in a checkout of the project: " + Path.of("").toAbsolutePath());
    }
    return directory;
  }
}
