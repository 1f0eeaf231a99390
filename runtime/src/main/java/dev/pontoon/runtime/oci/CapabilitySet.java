package dev.pontoon.runtime.oci;

import dev.pontoon.runtime.Isolation;
import dev.pontoon.runtime.RuntimeFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Which capabilities(7) a container gets. */
public final class CapabilitySet {
  private static final String ALL = "CAP_ALL";

  private static final List<String> KNOWN =
      words(
          """
          CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP
          LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER
          SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE
          SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP
          MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF
          CHECKPOINT_RESTORE
          """);

  /** Docker's default set. */
  private static final List<String> DEFAULT =
      words(
          """
          CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP
          NET_BIND_SERVICE SYS_CHROOT KILL AUDIT_WRITE
          """);

  private CapabilitySet() {}

  /**
   * The bounding set.
   *
   * @throws RuntimeFault if a capability is unknown
   */
  public static List<String> of(Isolation isolation) {
    if (isolation.privileged()) {
      return KNOWN;
    }
    List<String> added = isolation.capAdd().stream().map(CapabilitySet::canonical).toList();
    List<String> dropped = isolation.capDrop().stream().map(CapabilitySet::canonical).toList();
    TreeSet<String> chosen = new TreeSet<>(added.contains(ALL) ? KNOWN : DEFAULT);
    if (dropped.contains(ALL)) {
      chosen.clear();
    }
    chosen.removeAll(dropped);
    added.stream().filter(capability -> !capability.equals(ALL)).forEach(chosen::add);
    return List.copyOf(chosen);
  }

  /** All there are. */
  public static List<String> privileged() {
    return KNOWN;
  }

  /** The sets of a process: a user other than root gains nothing until it runs a setuid file. */
  public static RuntimeSpec.Capabilities process(List<String> bounding, int uid) {
    List<String> held = uid == 0 ? bounding : List.of();
    return new RuntimeSpec.Capabilities(bounding, held, List.of(), held, List.of());
  }

  private static String canonical(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    String canonical = upper.startsWith("CAP_") ? upper : "CAP_" + upper;
    if (!canonical.equals(ALL) && !KNOWN.contains(canonical)) {
      throw new RuntimeFault(
          RuntimeFault.Kind.INVALID, "invalid capability: \"" + name + "\" is unknown");
    }
    return canonical;
  }

  private static List<String> words(String text) {
    List<String> names = new ArrayList<>();
    text.lines()
        .flatMap(line -> List.of(line.split(" ", -1)).stream())
        .filter(word -> !word.isEmpty())
        .forEach(word -> names.add("CAP_" + word));
    return List.copyOf(names);
  }
}
