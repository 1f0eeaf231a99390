package dev.pontoon.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The terminal's settings by coreutils' {@code stty}, which works on the input it inherits. */
final class Stty {
  private Stty() {}

  static String run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("stty"));
    command.addAll(List.of(arguments));
    Process stty =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.INHERIT)
            .redirectErrorStream(true)
            .start();
    String text = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (stty.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + text);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for stty", e);
    }
    return text;
  }
}
