package dev.pontoon.daemon.edge;

import dev.pontoon.api.ContainerConfig;
import dev.pontoon.api.HostConfig;
import dev.pontoon.daemon.host.HostFacts;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.runtime.ContainerSpec;
import dev.pontoon.runtime.Isolation;
import dev.pontoon.runtime.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request for a container as the runtime's spec. */
public final class ContainerSpecs {
  private static final long MIN_MEMORY = 6L << 20; // as Docker
  private static final Set<String> LOG_DRIVERS = Set.of("", "json-file", "local", "k8s-file");
  private static final Set<String> RUNTIMES = Set.of("", "runc", "io.containerd.runc.v2");
  private static final String NOT = " are not supported";
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
        .mounts(Mounts.parse(host))
        .resources(resources(host))
        .labels(config.labels())
        .autoRemove(host.autoRemove())
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
    // On a network of the user's, as Docker: there the links of the endpoints count.
    refuse(
        !host.links().isEmpty() && !Networks.userDefined(host.networkMode()),
        "HostConfig.Links: links are not supported");
    refuse(
        !host.usernsMode().isEmpty() && !host.usernsMode().equals("host"),
        "user namespaces are not supported: --userns=" + host.usernsMode());
    refuse(
        !host.volumeDriver().isEmpty() && !host.volumeDriver().equals("local"),
        "volume driver " + host.volumeDriver() + " is not supported");
    refuse(
        !host.cgroupParent().isEmpty(),
        "HostConfig.CgroupParent: a cgroup parent of a container's own is not supported: "
            + host.cgroupParent());
    if (!RUNTIMES.contains(host.runtime())) {
      throw HttpError.invalid("unknown or invalid runtime name: " + host.runtime());
    }
    refuse(some(host.maskedPaths()), "HostConfig.MaskedPaths: paths of a container's own" + NOT);
    refuse(
        some(host.readonlyPaths()), "HostConfig.ReadonlyPaths: paths of a container's own" + NOT);
    checkModes(host);
    HostConfig.LogConfig log = host.logConfig();
    if (!LOG_DRIVERS.contains(log.type())) {
      throw HttpError.invalid(
          "logger: no log driver named '%s' is registered".formatted(log.type()));
    }
    checkRestart(host);
    checkNetworking(config, host);
  }

  private static boolean some(@Nullable List<String> list) {
    return list != null && !list.isEmpty();
  }

  private static void checkModes(HostConfig host) {
    mode("PID", host.pidMode(), Set.of("", "private", "host"));
    mode("IPC", host.ipcMode(), Set.of("", "none", "private", "shareable", "host"));
    mode("UTS", host.utsMode(), Set.of("", "host"));
    mode("cgroup namespace", host.cgroupnsMode(), Set.of("", "private", "host"));
  }

  private static void mode(String what, String mode, Set<String> known) {
    refuse(
        mode.startsWith("container:"),
        "another container's " + what + " namespace is not supported: " + mode);
    if (!known.contains(mode)) {
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
        securityOptions(host),
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
        host.deviceCgroupRules());
  }

  /** Docker's client turns the option into two empty lists. */
  private static List<String> securityOptions(HostConfig host) {
    if (host.maskedPaths() == null || host.readonlyPaths() == null) {
      return host.securityOpt();
    }
    List<String> options = new ArrayList<>(host.securityOpt());
    options.add("systempaths=unconfined");
    return options;
  }

  static Resources resources(HostConfig host) {
    if (host.memory() != 0 && host.memory() < MIN_MEMORY) {
      throw HttpError.invalid("Minimum memory limit allowed is 6MB");
    }
    Resources resources =
        new Resources(
            host.memory(),
            host.memorySwap(),
            host.cpuShares(),
            host.cpuQuota(),
            host.cpuPeriod(),
            host.cpusetCpus(),
            host.pidsLimit() == null ? 0 : host.pidsLimit(),
            host.shmSize(),
            host.ulimits().stream()
                .map(u -> new Resources.Ulimit(u.name(), u.soft(), u.hard()))
                .toList(),
            host.memoryReservation(),
            swappiness(host),
            Boolean.TRUE.equals(host.oomKillDisable()),
            host.cpusetMems(),
            host.blkioWeight());
    return host.nanoCpus() == 0 ? resources : resources.withNanoCpus(host.nanoCpus());
  }

  /** Clients write -1 for the host's. */
  private static @Nullable Long swappiness(HostConfig host) {
    Long asked = host.memorySwappiness();
    if (asked == null || asked == -1) {
      return null;
    }
    if (asked < 0 || asked > 100) {
      throw HttpError.invalid(
          "invalid value: " + asked + ", valid memory swappiness range is 0-100");
    }
    return asked;
  }
}
