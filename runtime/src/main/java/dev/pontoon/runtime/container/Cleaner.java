package dev.pontoon.runtime.container;

import dev.pontoon.runtime.Steps;
import dev.pontoon.runtime.conmon.OciRuntime;
import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.oci.SpecGenerator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Removes what a run leaves in the kernel and under the exec-root. Idempotent. */
final class Cleaner {
  private final Places places;
  private final OciRuntime runtime;
  private final String cgroupParent;
  private final Cgroups cgroups;
  private final ContainerTable table;
  private final Steps steps;

  Cleaner(
      Places places,
      OciRuntime runtime,
      String cgroupParent,
      Cgroups cgroups,
      ContainerTable table,
      Steps steps) {
    this.places = places;
    this.runtime = runtime;
    this.cgroupParent = cgroupParent;
    this.cgroups = cgroups;
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

  /** Removes a container's cgroup where it is empty; whether none is left. */
  boolean removeCgroup(String id) {
    String parent =
        table
            .byId(id)
            .map(entry -> SpecGenerator.cgroup(entry.record().spec(), cgroupParent))
            .orElse(cgroupParent);
    return cgroups.remove(parent, id);
  }
}
