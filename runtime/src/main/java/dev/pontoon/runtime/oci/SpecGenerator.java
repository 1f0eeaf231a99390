package dev.pontoon.runtime.oci;

import dev.pontoon.runtime.ContainerSpec;
import dev.pontoon.runtime.ExecSpec;
import dev.pontoon.runtime.ImageConfig;
import dev.pontoon.runtime.Isolation;
import dev.pontoon.runtime.MountSpec;
import dev.pontoon.runtime.NetworkAttachment;
import dev.pontoon.runtime.NetworkNamespace;
import dev.pontoon.runtime.Resources;
import dev.pontoon.runtime.RuntimeFault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns what was asked for into the runtime's configuration, as Docker does. A pure function. */
public final class SpecGenerator {
  private static final String VERSION = "1.0.2";
  private static final String SECCOMP = "seccomp=";
  private static final long DEFAULT_SHM = 64L << 20;

  private static final List<String> MASKED =
      List.of(
          "/proc/asound",
          "/proc/acpi",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/sys/firmware",
          "/sys/devices/virtual/powercap");
  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  /**
   * All that a configuration is made from.
   *
   * @param args the resolved command
   * @param config the image's wishes overlaid with the spec's
   * @param directory where the network's files lie
   * @param shared what it has in common with another container
   * @param cgroupParent where the spec names none
   * @param held the capabilities that can be given
   * @param machine as {@code os.arch} names it
   */
  public record Input(
      String id,
      ContainerSpec spec,
      List<String> args,
      ImageConfig config,
      String hostname,
      RuntimeSpec.User user,
      Path rootfs,
      Path directory,
      NetworkAttachment network,
      Shared shared,
      String cgroupParent,
      Optional<SeccompProfile> seccomp,
      List<String> held,
      String machine) {}

  private SpecGenerator() {}

  /**
   * Checks what can be checked before anything is made.
   *
   * @throws RuntimeFault if the specification can't be carried out
   */
  public static void validate(ContainerSpec spec) {
    CapabilitySet.of(spec.isolation(), CapabilitySet.known());
    if (!spec.isolation().privileged()) {
      var _ = new Devices(spec.isolation().devices(), false, spec.isolation().deviceRules());
    }
    InitProcess.check(spec.isolation());
    for (MountSpec mount : spec.mounts()) {
      requireAbsolute(mount.target(), mount);
      if (mount.kind() == MountSpec.Kind.BIND) {
        requireAbsolute(mount.source(), mount);
      }
    }
  }

  /** The name of the program that an isolation with an init puts first; empty if there is none. */
  public static String initProgram() {
    return InitProcess.program().map(p -> String.valueOf(p.getFileName())).orElse("");
  }

  private static void requireAbsolute(String path, MountSpec mount) {
    if (!path.startsWith("/")) {
      throw new RuntimeFault(
          RuntimeFault.Kind.INVALID,
          "invalid mount config for " + mount.target() + ": '" + path + "' is no absolute path");
    }
  }

  /** The configuration of a container. */
  public static RuntimeSpec generate(Input input) {
    ContainerSpec spec = input.spec();
    List<String> capabilities = CapabilitySet.of(spec.isolation(), input.held());
    boolean hostUts = spec.isolation().utsMode().equals("host");
    return new RuntimeSpec(
        VERSION,
        process(input, capabilities),
        new RuntimeSpec.Root(input.rootfs().toString(), spec.isolation().readOnly()),
        hostUts ? null : input.hostname(),
        hostUts || spec.process().domainname().isEmpty() ? null : spec.process().domainname(),
        Mountpoints.of(spec, input.network().files(), input.directory(), input.shared()),
        linux(input, capabilities));
  }

  /** The process of an exec in a container with that configuration. */
  public static RuntimeSpec.Program exec(
      RuntimeSpec.Program container, ExecSpec exec, RuntimeSpec.User user, List<String> bounding) {
    Map<String, String> env = Environment.of(container.env());
    Environment.overlay(env, exec.env());
    if (exec.tty()) {
      env.putIfAbsent("TERM", "xterm");
    }
    return new RuntimeSpec.Program(
        exec.tty(),
        user,
        exec.command(),
        Environment.entries(env),
        exec.workingDirectory().isEmpty() ? container.cwd() : exec.workingDirectory(),
        CapabilitySet.process(bounding, user.uid()),
        container.rlimits(),
        container.noNewPrivileges(),
        container.oomScoreAdj());
  }

  private static List<String> environment(Input input) {
    return Stream.concat(input.network().environment().stream(), input.config().env().stream())
        .toList();
  }

  private static RuntimeSpec.Program process(Input input, List<String> capabilities) {
    Isolation isolation = input.spec().isolation();
    String cwd = input.config().workingDirectory();
    return new RuntimeSpec.Program(
        input.spec().process().tty(),
        input.user(),
        InitProcess.before(isolation, input.args()),
        Environment.of(input.hostname(), input.spec().process().tty(), environment(input)),
        cwd.isEmpty() ? "/" : cwd,
        CapabilitySet.process(capabilities, input.user().uid()),
        input.spec().resources().ulimits().stream().map(SpecGenerator::rlimit).toList(),
        isolation.securityOptions().stream().anyMatch(SpecGenerator::forbidsPrivileges),
        isolation.oomScoreAdj() == 0 ? null : (Integer) isolation.oomScoreAdj());
  }

  private static boolean forbidsPrivileges(String option) {
    return option.startsWith("no-new-privileges") && !option.endsWith("false");
  }

  private static RuntimeSpec.Rlimit rlimit(Resources.Ulimit limit) {
    return new RuntimeSpec.Rlimit(
        "RLIMIT_" + limit.name().toUpperCase(Locale.ROOT), limit.hard(), limit.soft());
  }

  private static RuntimeSpec.Linux linux(Input input, List<String> capabilities) {
    Isolation isolation = input.spec().isolation();
    boolean privileged = isolation.privileged();
    Devices devices = new Devices(isolation.devices(), privileged, isolation.deviceRules());
    return new RuntimeSpec.Linux(
        namespaces(isolation, input.network().namespace(), input.shared()),
        devices.nodes(),
        cgroup(input.spec(), input.cgroupParent()) + "/" + input.id(),
        CgroupLimits.of(input.spec().resources(), devices),
        sysctls(isolation, input.network().namespace()),
        privileged || unconfinedPaths(isolation) ? null : paths(isolation.maskedPaths(), MASKED),
        privileged || unconfinedPaths(isolation)
            ? null
            : paths(isolation.readOnlyPaths(), READ_ONLY),
        privileged
            ? null
            : seccomp(input).map(p -> p.filter(input.machine(), capabilities)).orElse(null));
  }

  /** The cgroup below which a container gets its own. */
  public static String cgroup(ContainerSpec spec, String otherwise) {
    String parent = spec.isolation().cgroupParent();
    return parent.isEmpty() ? otherwise : Path.of("/").resolve(parent).normalize().toString();
  }

  /** Bytes that a container's /dev/shm may hold. */
  public static long memorySize(ContainerSpec spec) {
    long asked = spec.resources().shmSize();
    return asked == 0 ? DEFAULT_SHM : asked;
  }

  private static @Nullable String path(@Nullable Path path) {
    return path == null ? null : path.toString();
  }

  private static List<String> paths(@Nullable List<String> asked, List<String> usual) {
    return asked == null ? usual : asked;
  }

  private static boolean unconfinedPaths(Isolation isolation) {
    return isolation.securityOptions().contains("systempaths=unconfined");
  }

  /** The profile that was asked for, whole or by {@code unconfined}, or else the shipped one. */
  private static Optional<SeccompProfile> seccomp(Input input) {
    Optional<String> asked =
        input.spec().isolation().securityOptions().stream()
            .filter(option -> option.startsWith(SECCOMP))
            .map(option -> option.substring(SECCOMP.length()))
            .findFirst();
    if (asked.isEmpty() || asked.get().equals("builtin")) {
      return input.seccomp();
    }
    return asked.get().equals("unconfined")
        ? Optional.empty()
        : Optional.of(
            SeccompProfile.parse(
                asked.get().getBytes(StandardCharsets.UTF_8), "the seccomp profile"));
  }

  private static List<RuntimeSpec.Namespace> namespaces(
      Isolation isolation, NetworkNamespace network, Shared shared) {
    List<RuntimeSpec.Namespace> namespaces = new ArrayList<>();
    namespaces.add(new RuntimeSpec.Namespace("mount", null));
    if (!isolation.utsMode().equals("host")) {
      namespaces.add(new RuntimeSpec.Namespace("uts", null));
    }
    if (!isolation.ipcMode().equals("host")) {
      namespaces.add(new RuntimeSpec.Namespace("ipc", path(shared.ipc())));
    }
    if (!isolation.pidMode().equals("host")) {
      namespaces.add(new RuntimeSpec.Namespace("pid", path(shared.pid())));
    }
    if (isolation.cgroupNamespace()) {
      namespaces.add(new RuntimeSpec.Namespace("cgroup", null));
    }
    switch (network) {
      case NetworkNamespace.Host _ -> {}
      case NetworkNamespace.At(Path path) ->
          namespaces.add(new RuntimeSpec.Namespace("network", path.toString()));
      case NetworkNamespace.Fresh _ -> namespaces.add(new RuntimeSpec.Namespace("network", null));
    }
    return List.copyOf(namespaces);
  }

  /** In a network of its own a container may bind any port and ping, whoever its user is. */
  private static Map<String, String> sysctls(Isolation isolation, NetworkNamespace network) {
    Map<String, String> sysctls = new TreeMap<>();
    if (!(network instanceof NetworkNamespace.Host)) {
      sysctls.put("net.ipv4.ip_unprivileged_port_start", "0");
      sysctls.put("net.ipv4.ping_group_range", "0 2147483647");
    }
    sysctls.putAll(isolation.sysctls());
    return sysctls;
  }
}
