package dev.pontoon.daemon.edge;

import dev.pontoon.api.ContainerConfig;
import dev.pontoon.api.HostConfig;
import dev.pontoon.daemon.host.HostFacts;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.runtime.ContainerSpec;
import dev.pontoon.runtime.Isolation;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request for a container as the runtime's spec. */
public final class ContainerSpecs {
  private static final String NO_LOG = "none";
  private static final Set<String> LOG_DRIVERS = Set.of("json-file", "local", "k8s-file", NO_LOG);
  private static final Set<String> JOINABLE_PID =
      Set.of("", "private", "host", Isolation.CONTAINER);
  private static final Set<String> JOINABLE_IPC =
      Set.of("", "none", "private", Isolation.SHAREABLE, "host", Isolation.CONTAINER);
  private static final Set<String> RUNTIMES = Set.of("", "runc", "io.containerd.runc.v2");
  private static final Set<String> RESTARTS =
      Set.of("", "no", "always", "unless-stopped", "on-failure");

  private ContainerSpecs() {}

  /**
   * Parses what concerns the process.
   *
   * @throws HttpError 400 for what makes no sense, 501 for what Docker has and Pontoon does not
   */
  public static ContainerSpec parse(String name, ContainerRequest request) {
    ContainerConfig config = request.config();
    HostConfig host = request.hostConfig();
    check(config, host);
    boolean onRootfs = host.rootfs() != null && !host.rootfs().isEmpty();
    return ContainerSpec.named(name)
        .image(onRootfs ? "" : ImageNames.familiar(config.image()))
        .rootfs(onRootfs ? Objects.requireNonNull(host.rootfs()) : "")
        .entrypoint(entrypoint(config.entrypoint()))
        .command(config.cmd() == null ? List.of() : config.cmd())
        .env(config.env())
        .workingDirectory(config.workingDir())
        .user(config.user())
        .hostname(hostname(config, host))
        .domainname(config.domainname())
        .tty(config.tty())
        .stdin(config.openStdin(), config.stdinOnce())
        .stop(Objects.requireNonNullElse(config.stopSignal(), ""), config.stopTimeout())
        .health(HealthChecks.parse(config.healthcheck()))
        .isolation(isolation(host))
        .mounts(Mounts.parse(host, request.shallowReadOnly()))
        .resources(Limits.parse(host))
        .labels(config.labels())
        .autoRemove(host.autoRemove())
        .unlogged(host.logConfig().type().equals(NO_LOG))
        .build();
  }

  /** In the host's network a container has the host's name, if not told otherwise. */
  private static String hostname(ContainerConfig config, HostConfig host) {
    return config.hostname().isEmpty() && host.networkMode().equals("host")
        ? HostFacts.name()
        : config.hostname();
  }

  /** {@code --entrypoint ""} arrives as one empty word and means none. */
  private static @Nullable List<String> entrypoint(@Nullable List<String> words) {
    return words != null && words.equals(List.of("")) ? List.of() : words;
  }

  private static void check(ContainerConfig config, HostConfig host) {
    boolean onRootfs = host.rootfs() != null && !host.rootfs().isEmpty();
    if (config.image().isEmpty() && !onRootfs) {
      throw HttpError.invalid("no image specified");
    }
    if (!config.image().isEmpty() && onRootfs) {
      throw HttpError.invalid("conflicting options: an image and a root file system");
    }
    refuse(
        !host.usernsMode().isEmpty() && !host.usernsMode().equals("host"),
        "user namespaces are not supported: --userns=" + host.usernsMode());
    refuse(
        !host.volumeDriver().isEmpty() && !host.volumeDriver().equals("local"),
        "volume driver " + host.volumeDriver() + " is not supported");
    checkModes(host);
    SecurityOptions.check(host.securityOpt());
    if (!Set.of("", "default").contains(Objects.requireNonNullElse(host.isolation(), ""))) {
      throw HttpError.invalid(
          "invalid isolation \"%s\": linux only supports 'default'".formatted(host.isolation()));
    }
    if (!RUNTIMES.contains(host.runtime())) {
      throw HttpError.invalid("unknown or invalid runtime name: " + host.runtime());
    }
    HostConfig.LogConfig log = host.logConfig();
    if (!LOG_DRIVERS.contains(log.type())) {
      throw HttpError.invalid(
          "logger: no log driver named '%s' is registered".formatted(log.type()));
    }
    checkRestart(host);
    checkNetworking(config, host);
  }

  private static void checkModes(HostConfig host) {
    mode("PID", host.pidMode(), JOINABLE_PID);
    mode("IPC", host.ipcMode(), JOINABLE_IPC);
    mode("UTS", host.utsMode(), Set.of("", "host"));
    mode("cgroup namespace", host.cgroupnsMode(), Set.of("", "private", "host"));
  }

  private static void mode(String what, String mode, Set<String> known) {
    boolean joins = mode.startsWith(Isolation.CONTAINER) && known.contains(Isolation.CONTAINER);
    if (!joins && !known.contains(mode)) {
      throw HttpError.invalid("invalid " + what + " mode: " + mode);
    }
  }

  static void checkRestart(HostConfig host) {
    HostConfig.RestartPolicy policy = host.restartPolicy();
    if (policy == null || policy.name().isEmpty() || policy.name().equals("no")) {
      return;
    }
    if (!RESTARTS.contains(policy.name())) {
      throw HttpError.invalid(
          ("invalid restart policy: unknown policy '%s'; "
                  + "use one of 'no', 'always', 'on-failure', or 'unless-stopped'")
              .formatted(policy.name()));
    }
    if (host.autoRemove()) {
      throw HttpError.invalid("can't create 'AutoRemove' container with restart policy");
    }
  }

  private static void checkNetworking(ContainerConfig config, HostConfig host) {
    conflict(
        !config.hostname().isEmpty() && host.utsMode().equals("host"), "hostname and the UTS mode");
    if (Networks.sharedWith(host.networkMode()).isEmpty()) {
      return;
    }
    conflict(!config.hostname().isEmpty(), "hostname and the network mode");
    conflict(
        !host.portBindings().isEmpty() || host.publishAllPorts(),
        "port publishing and the container type network mode");
    conflict(!config.exposedPorts().isEmpty(), "port exposing and the container type network mode");
    conflict(!host.dns().isEmpty(), "dns and the network mode");
    conflict(!host.extraHosts().isEmpty(), "custom host-to-IP mapping and the network mode");
  }

  private static void conflict(boolean there, String what) {
    if (there) {
      throw HttpError.invalid("conflicting options: " + what);
    }
  }

  private static void refuse(boolean asked, String message) {
    if (asked) {
      throw HttpError.unsupported(message);
    }
  }

  private static Isolation isolation(HostConfig host) {
    return new Isolation(
        host.privileged(),
        host.readonlyRootfs(),
        host.capAdd(),
        host.capDrop(),
        host.sysctls(),
        host.securityOpt(),
        host.devices().stream()
            .map(d -> d.pathOnHost() + ":" + d.pathInContainer() + ":" + d.cgroupPermissions())
            .toList(),
        host.pidMode(),
        host.ipcMode(),
        host.groupAdd(),
        host.utsMode(),
        host.cgroupnsMode().equals("private"),
        host.oomScoreAdj(),
        Boolean.TRUE.equals(host.init()),
        host.deviceCgroupRules(),
        host.cgroupParent(),
        host.maskedPaths(),
        host.readonlyPaths());
  }
}
