package dev.pontoon.runtime.container;

import dev.pontoon.runtime.RuntimeOptions;
import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.overlay.RootFilesystem;
import dev.pontoon.runtime.overlay.SharedMemory;
import java.nio.file.Path;

/** Where the parts of a container lie. */
final class Places {
  /** A container's record, in its directory. */
  static final String RECORD = "container.json";

  private final Path data;
  private final Path exec;

  Places(RuntimeOptions options) {
    data = options.dataRoot().toAbsolutePath().normalize();
    exec = options.execRoot().toAbsolutePath().normalize();
  }

  void make() {
    Disk.directory(containers());
    Disk.directory(removing());
    Disk.directory(bundles());
    Disk.directory(exits());
    Disk.directory(scratches());
    Disk.directory(runtime());
    Disk.remove(execs());
    Disk.directory(execs());
  }

  /** A directory a container, named by its id: kept. */
  Path containers() {
    return data.resolve("containers");
  }

  Path container(String id) {
    return containers().resolve(id);
  }

  Path record(String id) {
    return container(id).resolve(RECORD);
  }

  Path log(String id) {
    return container(id).resolve("container.log");
  }

  /** Directories on their way out: a move here is what removes a container. */
  Path removing() {
    return data.resolve("removing");
  }

  /** A directory a container that was started: lost at boot. */
  Path bundles() {
    return exec.resolve("containers");
  }

  Path bundle(String id) {
    return bundles().resolve(id);
  }

  Path exits() {
    return exec.resolve("exits");
  }

  Path exit(String id) {
    return exits().resolve(id);
  }

  /** Layers that live in memory, mounted until the container is removed. */
  Path scratches() {
    return exec.resolve("scratch");
  }

  RootFilesystem rootfs(String id) {
    return new RootFilesystem(container(id), scratches().resolve(id), bundle(id).resolve("rootfs"));
  }

  /** The memory that others may join. */
  SharedMemory memory(String id) {
    return new SharedMemory(bundle(id).resolve("shm"));
  }

  /** The runtime's own state. */
  Path runtime() {
    return exec.resolve("runtime");
  }

  /** A directory a volume, named by its name: kept. */
  Path volumes() {
    return data.resolve("volumes");
  }

  Path execs() {
    return exec.resolve("execs");
  }
}
