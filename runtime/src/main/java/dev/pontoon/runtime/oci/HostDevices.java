package dev.pontoon.runtime.oci;

import dev.pontoon.runtime.files.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The device nodes of the host. */
final class HostDevices {
  private static final int S_IFMT = 0xf000;
  private static final int S_IFCHR = 0x2000;
  private static final int S_IFBLK = 0x6000;
  private static final Path DIRECTORY = Path.of("/dev");

  /** What a container has of its own, or what is none of its business: as Docker leaves it out. */
  private static final Set<String> LEFT_OUT =
      Set.of("pts", "shm", "fd", "mqueue", "console", ".lxc", ".lxd-mounts", ".udev");

  private HostDevices() {}

  /** All of them, at the same places. */
  static List<RuntimeSpec.Device> all() {
    List<RuntimeSpec.Device> found = new ArrayList<>();
    collect(DIRECTORY, found);
    return List.copyOf(found);
  }

  private static void collect(Path directory, List<RuntimeSpec.Device> found) {
    for (Path path : Disk.list(directory)) {
      boolean wanted = !LEFT_OUT.contains(String.valueOf(path.getFileName()));
      if (wanted && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        collect(path, found);
      } else if (wanted && !Files.isSymbolicLink(path)) {
        at(path, path.toString()).ifPresent(found::add);
      }
    }
  }

  /** The node at a path of the host, to be made at another one; nothing if there is no node. */
  static Optional<RuntimeSpec.Device> at(Path path, String inside) {
    try {
      Map<String, Object> attributes =
          Files.readAttributes(path, "unix:mode,rdev", LinkOption.NOFOLLOW_LINKS);
      int mode = (int) Objects.requireNonNull(attributes.get("mode"));
      long number = (long) Objects.requireNonNull(attributes.get("rdev"));
      return switch (mode & S_IFMT) {
        case S_IFCHR -> Optional.of(node(inside, "c", number, mode));
        case S_IFBLK -> Optional.of(node(inside, "b", number, mode));
        default -> Optional.empty();
      };
    } catch (IOException e) {
      return Optional.empty(); // it went meanwhile
    }
  }

  private static RuntimeSpec.Device node(String inside, String type, long number, int mode) {
    int major = (int) (((number >> 8) & 0xfff) | ((number >> 32) & ~0xfffL));
    int minor = (int) ((number & 0xff) | ((number >> 12) & ~0xffL));
    return new RuntimeSpec.Device(inside, type, major, minor, mode & 0777);
  }
}
