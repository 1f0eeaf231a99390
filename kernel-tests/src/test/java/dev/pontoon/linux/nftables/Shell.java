package dev.pontoon.linux.nftables;

import dev.pontoon.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs commands inside a network namespace, to check what was done by other means. */
final class Shell {
  private Shell() {}

  /** The standard output of a command; anything but success is an error. */
  static String run(NetworkNamespace host, String input, String... command)
      throws IOException, InterruptedException {
    Process process =
        host.call(() -> new ProcessBuilder(List.of(command)).redirectErrorStream(true).start());
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0) {
      throw new AssertionError(String.join(" ", command) + " gave " + code + ": " + output);
    }
    return output;
  }
}
