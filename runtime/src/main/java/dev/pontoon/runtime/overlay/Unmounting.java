package dev.pontoon.runtime.overlay;

import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.KernelException;
import dev.pontoon.linux.sys.Mounts;
import java.nio.file.Files;
import java.nio.file.Path;

/** Undoes mounts. */
final class Unmounting {
  private Unmounting() {}

  /** Unmounts all that is mounted at a path: after a crash it may be more than one, or none. */
  static void all(Path path) {
    try {
      while (Files.exists(path)) {
        Mounts.unmount(path, Mounts.MNT_DETACH | Mounts.UMOUNT_NOFOLLOW);
      }
    } catch (KernelException e) {
      if (!e.errno().is(Errno.EINVAL)) { // EINVAL: it is no mount point
        throw e;
      }
    }
  }
}
