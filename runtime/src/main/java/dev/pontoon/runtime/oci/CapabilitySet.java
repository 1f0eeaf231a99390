package dev.pontoon.runtime.oci;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.pontoon.runtime.Isolation;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.files.Disk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Which capabilities(7) a container gets. */
public final class CapabilitySet {
  private static final String ALL = "CAP_ALL";

  /** In the order of their numbers (include/uapi/linux/capability.h). */
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
   * @param held all that can be given
   * @throws RuntimeFault if a capability is unknown
   */
  public static List<String> of(Isolation isolation, List<String> held) {
    if (isolation.privileged()) {
      return held;
    }
    List<String> added = isolation.capAdd().stream().map(CapabilitySet::canonical).toList();
    List<String> dropped = isolation.capDrop().stream().map(CapabilitySet::canonical).toList();
    TreeSet<String> chosen = new TreeSet<>(added.contains(ALL) ? held : DEFAULT);
    if (dropped.contains(ALL)) {
      chosen.clear();
    }
    chosen.removeAll(dropped);
    added.stream().filter(capability -> !capability.equals(ALL)).forEach(chosen::add);
    return List.copyOf(chosen);
  }

  /** All there are. */
  public static List<String> known() {
    return KNOWN;
  }

  /** All that this process could give away: its own bounding set, of proc_pid_status(5). */
  public static List<String> held() {
    String prefix = "CapBnd:";
    String status = new String(Disk.read(Path.of("/proc/self/status")), US_ASCII);
    long bits =
        status
            .lines()
            .filter(line -> line.startsWith(prefix))
            .mapToLong(line -> Long.parseUnsignedLong(line.substring(prefix.length()).strip(), 16))
            .findFirst()
            .orElse(-1L);
    return IntStream.range(0, KNOWN.size())
        .filter(number -> (bits >> number & 1) == 1)
        .mapToObj(KNOWN::get)
        .toList();
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
