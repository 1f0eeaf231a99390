package dev.pontoon.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.testkit.ProjectFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is ever said to a shell, so that no name can say anything to one. */
final class ShellTest {
  private static final Pattern SHELL =
      Pattern.compile("(?<!\\[)\"(/(usr/)?bin/)?(ba|da)?sh\"|\\.getRuntime\\(\\)\\.exec");

  @ParameterizedTest
  @ValueSource(strings = {"linux", "engine", "runtime", "api", "daemon", "cli"})
  void noneIsNamed(String module) throws IOException {
    try (Stream<Path> files = Files.walk(ProjectFiles.root().resolve(module + "/src/main"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".java")))
          .isNotEmpty()
          // What an image, or a health check, asks for in its own container is Docker's shell form.
          .filteredOn(file -> !file.endsWith("image/Changes.java"))
          .filteredOn(file -> !file.endsWith("runtime/HealthCheck.java"))
          .noneMatch(file -> SHELL.matcher(read(file)).find());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
