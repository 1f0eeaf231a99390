package dev.pontoon.engine.drift;

import dev.pontoon.linux.rtnetlink.Rtnetlink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** The processes that keep a namespace alive whose mount is gone. */
record Inhabitants(Rtnetlink host) {
  /**
   * A process in a namespace.
   *
   * @param name as /proc/PID/ns/net names it; empty if it is not known
   * @param number by which the host's namespace knows it; empty if it is not known
   */
  OptionalLong find(String name, OptionalInt number) {
    Set<String> seen = new HashSet<>();
    for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
      String namespace = namespace(process.pid());
      boolean another = !namespace.isEmpty() && seen.add(namespace);
      boolean known = another && namespace.equals(name);
      if (known
          || (another && number.isPresent() && host.namespaceOf(process.pid()).equals(number))) {
        return OptionalLong.of(process.pid());
      }
    }
    return OptionalLong.empty();
  }

  private static String namespace(long pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/net")).toString();
    } catch (IOException e) {
      return ""; // it has ended
    }
  }
}
