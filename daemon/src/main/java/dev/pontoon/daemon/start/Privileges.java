package dev.pontoon.daemon.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the kernel must allow a daemon. */
public final class Privileges {
  /** Bits of linux/capability.h. */
  private static final Map<String, Integer> NEEDED = new LinkedHashMap<>();

  static {
    NEEDED.put("CAP_NET_ADMIN", 12);
    NEEDED.put("CAP_SYS_ADMIN", 21);
  }

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
    for (Map.Entry<String, Integer> capability : NEEDED.entrySet()) {
      if ((effective >> capability.getValue() & 1) == 0) {
        throw StartException.failure(
            "the daemon needs to be started with root privileges: %s is missing"
                .formatted(capability.getKey()));
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
