package dev.pontoon.engine.firewall.iptables;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of what is right; {@code -Dgolden.update=true} writes them anew, to be read by people. */
final class Golden {
  private static final Path ROOT = Path.of("src/test/resources/golden/iptables");

  private Golden() {}

  static void check(String name, String actual) throws IOException {
    Path file = ROOT.resolve(name + ".txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(ROOT);
      Files.writeString(file, actual);
    }
    assertThat(actual).as(file.toString()).isEqualTo(Files.readString(file));
  }
}
