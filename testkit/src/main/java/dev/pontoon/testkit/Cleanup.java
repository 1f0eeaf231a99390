package dev.pontoon.testkit;

import dev.pontoon.linux.sys.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Removes a test's directory with all that is mounted below it. */
final class Cleanup {
  private Cleanup() {}

  static void removeDirectory(Path directory) throws IOException {
    List<MountPoint> mounts = MountPoint.below(directory);
    mounts.reversed().forEach(mount -> Mounts.unmount(mount.path(), Mounts.MNT_DETACH));
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
