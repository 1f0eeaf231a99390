package dev.pontoon.runtime.container;

import dev.pontoon.runtime.files.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Containers' cgroups, each below a parent that the daemons of a machine share. They are the
 * runtime's to make; it leaves those of a container that was killed while it was made.
 */
final class Cgroups {
  private static final Logger LOG = LoggerFactory.getLogger(Cgroups.class);
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final String MEMBERS = "cgroup.procs";
  private static final int ATTEMPTS = 10;

  private final String parent;
  private final String own;

  /**
   * The cgroups of one daemon.
   *
   * @param parent such as {@code /pontoon}
   * @param execRoot tells the daemon from others
   */
  Cgroups(String parent, Path execRoot) {
    this.parent = parent;
    UUID name = UUID.nameUUIDFromBytes(execRoot.toString().getBytes(StandardCharsets.UTF_8));
    this.own = parent + "/daemon-" + Long.toHexString(name.getMostSignificantBits());
  }

  /**
   * Makes one for the daemon, which stays empty: while it is there no other daemon that ends can
   * remove the parent, in which the runtime may just be making a container's.
   */
  void hold() {
    for (Path hierarchy : hierarchies()) {
      try {
        make(Path.of(hierarchy + own));
      } catch (IOException e) {
        LOG.debug("no cgroup {} below {}: {}", own, hierarchy, Disk.reason(e));
      }
    }
  }

  private static void make(Path group) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.createDirectories(group);
        return;
      } catch (NoSuchFileException e) {
        if (attempt == ATTEMPTS) { // its parent went in between
          throw e;
        }
      }
    }
  }

  /** Removes what {@link #hold} made, and the parent where nothing is in it. */
  void release() {
    existing(own).forEach(Cgroups::removeEmpty);
    existing(parent).forEach(Cgroups::removeEmpty);
  }

  /**
   * Removes a container's cgroup, in each hierarchy, where no process is in it.
   *
   * @param of the parent that the container asked for, or that of all
   * @return whether none is left
   */
  boolean remove(String of, String id) {
    return existing(of + "/" + id).stream()
        .map(Cgroups::removeTree)
        .reduce(true, Boolean::logicalAnd);
  }

  /** The hierarchies of cgroups v1, with a unified one beside; or the only one of v2. */
  private static List<Path> hierarchies() {
    return Files.exists(ROOT.resolve(MEMBERS))
        ? List.of(ROOT)
        : Disk.list(ROOT).stream().filter(h -> Files.exists(h.resolve(MEMBERS))).toList();
  }

  private static List<Path> existing(String path) {
    return hierarchies().stream()
        .map(hierarchy -> Path.of(hierarchy + path))
        .filter(Files::isDirectory)
        .toList();
  }

  /** Only one that is refused is looked into: each has dozens of files. */
  private static boolean removeTree(Path group) {
    if (removeEmpty(group)) {
      return true;
    }
    Disk.list(group).stream().filter(Files::isDirectory).forEach(Cgroups::removeTree);
    return removeEmpty(group);
  }

  private static boolean removeEmpty(Path group) {
    try {
      Files.delete(group); // rmdir(2), which refuses a cgroup that has processes or children
      return true;
    } catch (IOException e) {
      LOG.debug("{} stays: {}", group, Disk.reason(e));
      return false;
    }
  }
}
