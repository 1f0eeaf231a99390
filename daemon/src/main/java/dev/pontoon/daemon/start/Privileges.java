package dev.pontoon.daemon.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel must allow a daemon. */
public final class Privileges {
  private static final List<Capability> NEEDED =
      List.of(new Capability("CAP_NET_ADMIN", 12), new Capability("CAP_SYS_ADMIN", 21));

  /** A bit of linux/capability.h. */
  private record Capability(String name, int bit) {}

  private Privileges() {}

  /**
   * Refuses to start where the work could not be done.
   *
   * @throws StartException that names what is missing
   */
  public static void check() {
    check(Path.of("/proc/self/status"));
  }

  static void check(Path status) {
    long effective = effective(status);
    for (Capability capability : NEEDED) {
      if ((effective >> capability.bit & 1) == 0) {
        throw StartException.failure(
            "the daemon needs to be started with root privileges: %s is missing"
                .formatted(capability.name));
      }
    }
  }

  private static long effective(Path status) {
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("CapEff:")) {
          return Long.parseUnsignedLong(line.substring("CapEff:".length()).strip(), 16);
        }
      }
      throw StartException.failure(status + " does not tell the capabilities");
    } catch (IOException e) {
      throw StartException.failure("cannot read " + status + ": " + e.getMessage(), e);
    }
  }
}
