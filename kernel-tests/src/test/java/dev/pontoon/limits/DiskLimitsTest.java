package dev.pontoon.limits;

import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Roots on a file system that is full, and that can't be written. */
@HostNamespace
final class DiskLimitsTest {
  private static final String RUN = "run -d --name web -p 7000:80 --rootfs ROOT -- sleep 600";

  @Test
  void aFullOrReadOnlyDiskIsToldOfAndTheDaemonGoesOn(HostNetwork host) throws Exception {
    Path place = Files.createDirectory(host.directory().resolve("daemon"));
    host.exec("mount", "-t", "tmpfs", "-o", "size=32m", "small", place.toString()).orFail();
    try (LimitedDaemon daemon = new LimitedDaemon(host, List.of())) {
      daemon.requireWork();
      full(host, daemon);
      readOnly(host, daemon);
    } finally {
      host.exec("umount", place.toString()).orFail();
    }
  }

  private static void full(HostNetwork host, LimitedDaemon daemon) throws Exception {
    Path filler = daemon.directory().resolve("filler");
    host.exec("dd", "if=/dev/zero", "of=" + filler, "bs=4k"); // until there is no space
    try {
      daemon.requireRefusal(RUN, 500, "No space left on device");
      daemon.requireRefusal("network create lab", 500, "database or disk is full");
    } finally {
      Files.delete(filler);
    }
    daemon.requireWork();
    daemon.pontoon("network create lab").orFail();
    daemon.pontoon("network rm lab").orFail();
  }

  /** Files that are open stay writable, as after any remount; new ones can't be made. */
  private static void readOnly(HostNetwork host, LimitedDaemon daemon) throws Exception {
    String data = daemon.directory().resolve("data").toString();
    host.exec("mount", "--bind", data, data).orFail();
    try {
      host.exec("mount", "-o", "remount,bind,ro", data).orFail();
      daemon.requireRefusal(RUN, 500, "Read-only file system");
    } finally {
      host.exec("umount", data).orFail();
    }
    daemon.requireWork();
  }
}
