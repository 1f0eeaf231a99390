package dev.pontoon.runtime.container;

import dev.pontoon.linux.sys.Processes;
import dev.pontoon.runtime.Isolation;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.RuntimeFault.Kind;
import dev.pontoon.runtime.Steps;
import dev.pontoon.runtime.oci.Shared;
import dev.pontoon.runtime.oci.SpecGenerator;
import dev.pontoon.runtime.overlay.SharedMemory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What containers share with each other: the namespaces of one, joined by others. */
final class Sharing {
  private static final String HINT =
      ": non-shareable IPC (hint: use IpcMode:shareable for the donor container)";

  private final Places places;
  private final ContainerTable table;
  private final Steps steps;

  Sharing(Places places, ContainerTable table, Steps steps) {
    this.places = places;
    this.table = table;
    this.steps = steps;
  }

  /**
   * Finds what a container that is about to start joins, and makes what others may join.
   *
   * @throws RuntimeFault CONFLICT if another one does not run or does not share
   */
  Shared of(ContainerRecord record) {
    Isolation isolation = record.spec().isolation();
    Path pid = namespace(isolation.pidMode(), "pid");
    if (isolation.ipcMode().equals(Isolation.SHAREABLE)) {
      SharedMemory own = places.memory(record.id());
      steps.next("mount shared memory of " + record.id());
      own.mount(SpecGenerator.memorySize(record.spec()));
      return new Shared(pid, null, own.place());
    }
    Path ipc = namespace(isolation.ipcMode(), "ipc");
    return new Shared(pid, ipc, ipc == null ? null : donor(isolation.ipcMode()));
  }

  private @Nullable Path namespace(String mode, String kind) {
    if (!mode.startsWith(Isolation.CONTAINER)) {
      return null;
    }
    ContainerRecord other = other(mode);
    if (!other.running() || Processes.startTime(other.pid()) != other.pidStart()) {
      throw new RuntimeFault(
          Kind.CONFLICT,
          "can't join the %s namespace of container %s: container %s is not running"
              .formatted(kind.toUpperCase(java.util.Locale.ROOT), reference(mode), other.id()));
    }
    return Path.of("/proc/" + other.pid() + "/ns/" + kind);
  }

  private Path donor(String mode) {
    ContainerRecord other = other(mode);
    if (other.spec().isolation().ipcMode().startsWith(Isolation.CONTAINER)) {
      return donor(other.spec().isolation().ipcMode());
    }
    SharedMemory memory = places.memory(other.id());
    if (!memory.exists()) {
      throw new RuntimeFault(Kind.CONFLICT, "can't join IPC of container " + other.id() + HINT);
    }
    return memory.place();
  }

  private ContainerRecord other(String mode) {
    return table.find(reference(mode)).record();
  }

  private static String reference(String mode) {
    return mode.substring(Isolation.CONTAINER.length());
  }
}
