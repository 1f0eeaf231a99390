package dev.pontoon.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process holds, in bytes, after a garbage collection (proc_pid_smaps(5)).
 *
 * @param rss resident
 * @param pss resident, a page shared by N processes counted as 1/N
 */
record Memory(long rss, long pss) {
  private static final long KIB = 1024;

  static Memory now() {
    System.gc();
    return new Memory(field("Rss:"), field("Pss:"));
  }

  private static long field(String name) {
    try (var lines = Files.lines(Path.of("/proc/self/smaps_rollup"))) {
      String line = lines.filter(l -> l.startsWith(name)).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) * KIB;
    } catch (IOException e) {
      throw new UncheckedIOException("read the memory of this process", e);
    }
  }
}
