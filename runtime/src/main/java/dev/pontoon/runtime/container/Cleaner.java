package dev.pontoon.runtime.container;

import dev.pontoon.runtime.Steps;
import dev.pontoon.runtime.conmon.OciRuntime;
import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.oci.SpecGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what a run leaves in the kernel and under the exec-root. Idempotent. */
final class Cleaner {
  private static final Logger LOG = LoggerFactory.getLogger(Cleaner.class);
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  private final Places places;
  private final OciRuntime runtime;
  private final String cgroupParent;
  private final ContainerTable table;
  private final Steps steps;

  Cleaner(
      Places places, OciRuntime runtime, String cgroupParent, ContainerTable table, Steps steps) {
    this.places = places;
    this.runtime = runtime;
    this.cgroupParent = cgroupParent;
    this.table = table;
    this.steps = steps;
  }

  /** The runtime's state, the cgroup, the mounted root and the bundle. */
  void clear(String id) {
    steps.next("delete process of " + id);
    runtime.delete(id);
    removeCgroup(id);
    clearFiles(id);
  }

  /**
   * {@link #clear} of a container whose process has been seen to end. Once its cgroup is gone, and
   * no process can be left in it then, the runtime is not run for what it would do: forget it.
   */
  void clearEnded(String id) {
    steps.next("delete process of " + id);
    if (removeCgroup(id)) {
      runtime.forget(id);
    } else {
      runtime.delete(id);
    }
    clearFiles(id);
  }

  /**
   * {@link #clear} of a start that came to nothing. Its conmon goes first: it would tell of an end,
   * and that would be taken for the end of the next run.
   */
  void unmake(String id) {
    new Orphans(places.runtime(), runtime.name()).settle(id);
    clear(id);
    forgetExit(id);
  }

  private void clearFiles(String id) {
    steps.next("unmount root file system of " + id);
    places.rootfs(id).unmount();
    places.memory(id).unmount();
    steps.next("remove bundle of " + id);
    Disk.remove(places.bundle(id));
  }

  /** The file that told of an end. */
  void forgetExit(String id) {
    steps.next("forget the end of " + id);
    Disk.remove(places.exit(id));
  }

  /** {@link #clear}, and a layer that lived in memory. */
  void discard(String id) {
    clear(id);
    steps.next("discard scratch layer of " + id);
    places.rootfs(id).discard();
    forgetExit(id);
  }

  /** The ids of which something is left under the exec-root. */
  List<String> remains() {
    List<String> ids = new ArrayList<>();
    for (Path directory :
        List.of(places.bundles(), places.runtime(), places.scratches(), places.exits())) {
      Disk.list(directory).forEach(path -> ids.add(String.valueOf(path.getFileName())));
    }
    return ids.stream().distinct().toList();
  }

  /**
   * Removes a container's cgroup, in each hierarchy, where it is empty: the runtime forgets those
   * of a container that was killed while it was made.
   *
   * @return whether none is left
   */
  boolean removeCgroup(String id) {
    String parent =
        table
            .byId(id)
            .map(entry -> SpecGenerator.cgroup(entry.record().spec(), cgroupParent))
            .orElse(cgroupParent);
    return cgroups(parent + "/" + id).stream()
        .map(Cleaner::removeTree)
        .reduce(true, Boolean::logicalAnd);
  }

  /** Removes the cgroup that held the containers' ones, in each hierarchy, where it is empty. */
  void removeCgroupParent() {
    cgroups(cgroupParent).forEach(Cleaner::removeEmpty);
  }

  private static List<Path> cgroups(String path) {
    List<Path> hierarchies = new ArrayList<>(Disk.list(CGROUPS));
    hierarchies.add(CGROUPS);
    return hierarchies.stream()
        .map(hierarchy -> Path.of(hierarchy + path))
        .filter(Files::isDirectory)
        .toList();
  }

  /** Only one that is refused is looked into: each has dozens of files. */
  private static boolean removeTree(Path group) {
    if (removeEmpty(group)) {
      return true;
    }
    Disk.list(group).stream().filter(Files::isDirectory).forEach(Cleaner::removeTree);
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
