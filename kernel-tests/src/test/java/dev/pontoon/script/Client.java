package dev.pontoon.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Docker's command, of which a machine may have several.
 *
 * @param version as it tells it, {@code 20.10.24+dfsg1}
 * @param release the first number of its version, by which the script tells clients apart
 */
record Client(Path program, String version, int release) {
  private static final String NAME = "docker";
  private static final Pattern VERSION = Pattern.compile("Docker version (([0-9]+)\\.[^, ]+)");

  /** The one that users get: the first on the path. */
  static Client first() {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, NAME))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Client::of)
        .orElseThrow(() -> new AssertionError("no docker on the path"));
  }

  /** The one that is a certain file. */
  static Client of(Path program) {
    try {
      Process process =
          new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher version = VERSION.matcher(said);
      if (!version.find()) {
        throw new AssertionError(program + " --version says: " + said);
      }
      return new Client(program, version.group(1), Integer.parseInt(version.group(2)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Debian's, where it is there and not the first on the path anyway. */
  static Optional<Client> beside(Client first) {
    Path debian = Path.of("/usr/bin", NAME);
    return Files.isExecutable(debian)
        ? Optional.of(of(debian)).filter(client -> !client.version.equals(first.version))
        : Optional.empty();
  }

  /**
   * Puts it first on the path of a line of shell.
   *
   * @param directory where it is linked to by its name
   */
  String firstIn(Path directory, String line) {
    Path bin = directory.resolve("docker-" + release);
    try {
      Files.createDirectories(bin);
      if (!Files.exists(bin.resolve(NAME))) {
        Files.createSymbolicLink(bin.resolve(NAME), program);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "export PATH=" + bin + ":$PATH; " + line;
  }
}
