package dev.pontoon.runtime.oci;

import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.files.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Docker's form of a seccomp profile (the file seccomp.json of containers-common), which depends on
 * the architecture and on the capabilities held, turned into the runtime's form.
 */
public final class SeccompProfile {
  /** Where Debian's golang-github-containers-common has it. */
  public static final Path SHIPPED = Path.of("/usr/share/containers/seccomp.json");

  /**
   * Left out: distributions' kernels refuse x32 unless booted with syscall.x32=y, and a third of
   * the filter, which is built anew for each process, would be for it.
   */
  private static final String X32 = "SCMP_ARCH_X32";

  private record Document(
      String defaultAction,
      @Nullable Integer defaultErrnoRet,
      List<Architecture> archMap,
      List<Rule> syscalls) {}

  private record Architecture(String architecture, @Nullable List<String> subArchitectures) {}

  private record Rule(
      List<String> names,
      String action,
      @Nullable Integer errnoRet,
      @Nullable List<RuntimeSpec.Argument> args,
      @Nullable Condition includes,
      @Nullable Condition excludes) {}

  private record Condition(@Nullable List<String> arches, @Nullable List<String> caps) {}

  private final Document document;

  private SeccompProfile(Document document) {
    this.document = document;
  }

  /** The profile that Debian ships, if it is installed. */
  public static Optional<SeccompProfile> shipped() {
    return Files.exists(SHIPPED)
        ? Optional.of(parse(Disk.read(SHIPPED), SHIPPED.toString()))
        : Optional.empty();
  }

  /** Reads a profile. */
  public static SeccompProfile parse(byte[] json, String origin) {
    return new SeccompProfile(Json.read(json, Document.class, origin));
  }

  /**
   * The filter for a process.
   *
   * @param machine as {@code os.arch} names it
   * @param capabilities the bounding set
   */
  public RuntimeSpec.Seccomp filter(String machine, List<String> capabilities) {
    String name = machine.equals("aarch64") ? "arm64" : machine;
    List<RuntimeSpec.Syscall> syscalls =
        document.syscalls().stream()
            .filter(rule -> applies(rule, name, capabilities))
            .map(rule ->
                new RuntimeSpec.Syscall(rule.names(), rule.action(), rule.errnoRet(), rule.args()))
            .toList();
    return new RuntimeSpec.Seccomp(
        document.defaultAction(), document.defaultErrnoRet(), architectures(name), syscalls);
  }

  private static boolean applies(Rule rule, String machine, List<String> capabilities) {
    Condition includes = rule.includes();
    if (includes != null) {
      if (!orEmpty(includes.arches()).isEmpty() && !orEmpty(includes.arches()).contains(machine)) {
        return false;
      }
      if (!capabilities.containsAll(orEmpty(includes.caps()))) {
        return false;
      }
    }
    Condition excludes = rule.excludes();
    return excludes == null
        || (!orEmpty(excludes.arches()).contains(machine)
            && orEmpty(excludes.caps()).stream().noneMatch(capabilities::contains));
  }

  private List<String> architectures(String machine) {
    String wanted =
        switch (machine) {
          case "amd64" -> "SCMP_ARCH_X86_64";
          case "arm64" -> "SCMP_ARCH_AARCH64";
          default -> "SCMP_ARCH_" + machine.toUpperCase(java.util.Locale.ROOT);
        };
    List<String> all = new ArrayList<>();
    for (Architecture architecture : document.archMap()) {
      if (architecture.architecture().equals(wanted)) {
        all.add(wanted);
        all.addAll(orEmpty(architecture.subArchitectures()));
        all.remove(X32);
      }
    }
    return all;
  }

  private static List<String> orEmpty(@Nullable List<String> list) {
    return list == null ? List.of() : list;
  }
}
