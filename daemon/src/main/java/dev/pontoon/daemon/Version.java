package dev.pontoon.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The daemon's version, as the build wrote it. */
final class Version {
  private Version() {}

  static String current() {
    try (InputStream in = Version.class.getResourceAsStream("version.txt")) {
      if (in == null) {
        throw new IllegalStateException("version.txt is missing in this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("read version.txt", e);
    }
  }

  /** The name of the product as HTTP's Server header has it. */
  static String product() {
    return "Pontoon/" + current() + " (linux)";
  }
}
