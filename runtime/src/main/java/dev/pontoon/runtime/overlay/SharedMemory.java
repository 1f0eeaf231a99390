package dev.pontoon.runtime.overlay;

import dev.pontoon.linux.sys.Mounts;
import dev.pontoon.runtime.files.Disk;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The /dev/shm of a container that others may join: mounted on the host, since a mount of another
 * mount namespace can't be bound (mount(2)).
 */
public record SharedMemory(Path place) {
  private static final long FLAGS = Mounts.MS_NOSUID | Mounts.MS_NODEV | Mounts.MS_NOEXEC;

  /** Mounts it, with room for so many bytes. */
  public void mount(long size) {
    Mounts.mount("shm", Disk.directory(place), "tmpfs", FLAGS, "mode=1777,size=" + size);
  }

  /** Whether there is one. */
  public boolean exists() {
    return Files.isDirectory(place);
  }

  /** Unmounts it; those who have joined keep it. Nothing happens if it is not mounted. */
  public void unmount() {
    Unmounting.all(place);
  }
}
