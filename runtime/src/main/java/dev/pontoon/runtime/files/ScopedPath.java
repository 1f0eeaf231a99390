package dev.pontoon.runtime.files;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Resolves paths as a process would whose root is a given directory: absolute links start there and
 * {@code ..} stops there. Only for trees that nobody else changes meanwhile.
 */
public final class ScopedPath {
  private static final int MAX_LINKS = 40; // MAXSYMLINKS of the kernel

  private ScopedPath() {}

  /** The place of a path under the root, all links followed; its last parts need not exist. */
  public static Path resolve(Path root, String path) throws IOException {
    Deque<String> rest = new ArrayDeque<>();
    push(rest, path);
    Path current = root;
    int links = 0;
    while (!rest.isEmpty()) {
      String part = rest.pop();
      if (part.equals("..")) {
        current = current.equals(root) ? root : current.resolveSibling("").normalize();
        continue;
      }
      Path next = current.resolve(part);
      if (!Files.isSymbolicLink(next)) {
        current = next;
        continue;
      }
      if (++links > MAX_LINKS) {
        throw new FileSystemLoopException(path);
      }
      String target = Files.readSymbolicLink(next).toString();
      if (target.startsWith("/")) {
        current = root;
      }
      push(rest, target);
    }
    return current;
  }

  private static void push(Deque<String> rest, String path) {
    String[] parts = path.split("/", -1);
    for (int i = parts.length - 1; i >= 0; i--) {
      if (!parts[i].isEmpty() && !parts[i].equals(".")) {
        rest.push(parts[i]);
      }
    }
  }
}
