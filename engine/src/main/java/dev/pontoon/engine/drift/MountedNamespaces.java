package dev.pontoon.engine.drift;

import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.state.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces that are mounted in a directory, and the files that are there for mounts. They are
 * looked at one by one: the table of mounts has those of all root file systems as well.
 */
public record MountedNamespaces(Path directory) {
  private static final Path SOME = Path.of("/proc/self/ns/net");

  /** Where sandboxes' namespaces belong that are mounted in the directory. */
  Stream<Path> expected(State state) {
    return state.sandboxes().values().stream()
        .map(Sandbox::namespace)
        .filter(path -> path.startsWith(directory));
  }

  /**
   * Where one is mounted of those that are expected, and which, as /proc/PID/ns/net names it:
   * {@code net:[4026531840]}.
   */
  Map<Path, String> named(State state) {
    @Nullable Object nsfs = attributes(SOME).get("dev");
    Map<Path, String> named = new HashMap<>();
    expected(state)
        .forEach(path -> {
          Map<String, Object> file = attributes(path);
          if (file.containsKey("dev") && Objects.equals(file.get("dev"), nsfs)) {
            named.put(path, "net:[" + file.get("ino") + "]");
          }
        });
    return named;
  }

  private static Map<String, Object> attributes(Path file) {
    try {
      return Files.readAttributes(file, "unix:dev,ino");
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (IOException e) {
      throw new UncheckedIOException("look at " + file, e);
    }
  }

  /** All files, whether something is mounted or not. */
  List<Path> files() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("list " + directory, e);
    }
  }
}
