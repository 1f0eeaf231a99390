package dev.pontoon.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A line of /proc/self/mountinfo (proc(5)).
 *
 * @param root what of the file system is mounted; of a namespace {@code net:[4026532001]}
 */
record MountPoint(String root, Path path, String type) {
  private static final int ROOT = 3;
  private static final int PATH = 4;

  /** What is mounted below a directory, in the order of mounting. */
  static List<MountPoint> below(Path directory) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
        .map(MountPoint::parse)
        .filter(mount -> mount.path.startsWith(directory) && !mount.path.equals(directory))
        .toList();
  }

  private static MountPoint parse(String line) {
    String[] halves = line.split(" - ", 2);
    String[] fields = halves[0].split(" ", -1);
    String path = fields[PATH].replace("\\040", " ");
    return new MountPoint(fields[ROOT], Path.of(path), halves[1].split(" ", 2)[0]);
  }

  @Override
  public String toString() {
    return "mount of " + type + " " + root + " at " + path;
  }
}
