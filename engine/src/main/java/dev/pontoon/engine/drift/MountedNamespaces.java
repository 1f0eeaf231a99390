package dev.pontoon.engine.drift;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The namespaces that are mounted in a directory, and the files that are there for mounts. */
public record MountedNamespaces(Path directory) {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo"); // see proc(5)
  private static final int ROOT = 3;
  private static final int MOUNT_POINT = 4;
  private static final String NAMESPACE_TYPE = " - nsfs ";
  private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

  /** Where one is mounted. */
  public Set<Path> mounted() {
    return named().keySet();
  }

  /** Where one is mounted, and which, as /proc/PID/ns/net names it: {@code net:[4026531840]}. */
  public Map<Path, String> named() {
    try (Stream<String> lines = Files.lines(MOUNTS)) {
      Map<Path, String> named = new HashMap<>();
      lines
          .filter(line -> line.contains(NAMESPACE_TYPE))
          .map(line -> line.split(" ", -1))
          .forEach(fields -> {
            Path path = Path.of(unescape(fields[MOUNT_POINT]));
            if (path.startsWith(directory)) {
              named.put(path, fields[ROOT]);
            }
          });
      return named;
    } catch (IOException e) {
      throw new UncheckedIOException("read " + MOUNTS, e);
    }
  }

  /** All files, whether something is mounted or not. */
  public List<Path> files() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("list " + directory, e);
    }
  }

  private static String unescape(String field) {
    return ESCAPE.matcher(field).replaceAll(MountedNamespaces::character);
  }

  private static String character(MatchResult octal) {
    return java.util.regex.Matcher.quoteReplacement(
        String.valueOf((char) Integer.parseInt(octal.group(1), 8)));
  }
}
