package dev.pontoon.daemon.resource;

import dev.pontoon.api.SystemInfo;
import dev.pontoon.api.VersionInfo;
import dev.pontoon.daemon.host.HostFacts;
import dev.pontoon.daemon.http.ApiVersion;
import dev.pontoon.daemon.http.Exchange;
import dev.pontoon.daemon.http.Router;
import dev.pontoon.daemon.view.HealthView;
import dev.pontoon.daemon.view.Shapes;
import dev.pontoon.daemon.workload.ContainerRuntime;
import dev.pontoon.daemon.workload.Events;
import dev.pontoon.daemon.workload.ImageStore;
import dev.pontoon.engine.AddressPool;
import dev.pontoon.engine.Engine;
import dev.pontoon.runtime.ContainerState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** {@code /_ping}, {@code /version}, {@code /info}. */
public final class SystemResource {
  private static final List<String> LOOPBACK = List.of("::1/128", "127.0.0.0/8");

  private final Engine engine;
  private final ContainerRuntime runtime;
  private final ImageStore images;
  private final Events events;
  private final Setting setting;
  private final Clock clock;

  /**
   * What the daemon was started with.
   *
   * @param version the daemon's
   */
  public record Setting(
      String version,
      Path dataRoot,
      String id,
      boolean debug,
      List<AddressPool> pools,
      List<String> insecureRegistries) {
    public Setting {
      pools = List.copyOf(pools);
      insecureRegistries = List.copyOf(insecureRegistries);
    }
  }

  /** The daemon as a whole. */
  public SystemResource(
      Engine engine,
      ContainerRuntime runtime,
      ImageStore images,
      Events events,
      Setting setting,
      Clock clock) {
    this.engine = engine;
    this.runtime = runtime;
    this.images = images;
    this.events = events;
    this.setting = setting;
    this.clock = clock;
  }

  /** Adds the routes. */
  public void register(Router router) {
    router
        .on("GET", "/_ping", SystemResource::ping)
        .on("HEAD", "/_ping", SystemResource::ping)
        .on("GET", "/version", this::version)
        .on("GET", "/info", this::info);
  }

  /** The builder that is recommended is the one whose requests are answered by a sentence. */
  private static void ping(Exchange exchange) throws IOException {
    exchange.responseHeader("Cache-Control", "no-cache, no-store, must-revalidate");
    exchange.responseHeader("Pragma", "no-cache");
    exchange.responseHeader("Builder-Version", "1");
    exchange.responseHeader("Swarm", SystemInfo.SwarmEntry.INACTIVE.localNodeState());
    exchange.text(200, exchange.method().equals("HEAD") ? "" : "OK");
  }

  private void version(Exchange exchange) throws IOException {
    exchange.json(
        200,
        new VersionInfo(
            new VersionInfo.Platform("Pontoon"),
            List.of(
                new VersionInfo.Component(
                    "Engine",
                    setting.version(),
                    Map.of(
                        "ApiVersion", ApiVersion.NEWEST.toString(),
                        "MinAPIVersion", ApiVersion.OLDEST.toString(),
                        "GitCommit", "",
                        "GoVersion", language(),
                        "Os", "linux",
                        "Arch", HostFacts.architecture(),
                        "BuildTime", "",
                        "KernelVersion", HostFacts.kernel(),
                        "Experimental", "false")),
                new VersionInfo.Component(runtime.program(), runtime.programVersion(), Map.of())),
            setting.version(),
            ApiVersion.NEWEST.toString(),
            ApiVersion.OLDEST.toString(),
            "",
            language(),
            "linux",
            HostFacts.architecture(),
            HostFacts.kernel(),
            null));
  }

  private static String language() {
    return "Java " + Runtime.version().feature(); // Docker's field for its own language's version
  }

  private void info(Exchange exchange) throws IOException {
    exchange.json(200, Shapes.info(info(), exchange.version()));
  }

  private SystemInfo info() {
    HealthView health = new HealthView(engine.limitations(), engine.health());
    List<ContainerState> containers = runtime.list();
    int running = (int) containers.stream().filter(ContainerState::running).count();
    int paused =
        (int) containers.stream().filter(c -> c.status() == ContainerState.Status.PAUSED).count();
    return new SystemInfo(
        setting.id(),
        containers.size(),
        running - paused,
        paused,
        containers.size() - running,
        images.list().size(),
        "overlay2",
        List.of(),
        new SystemInfo.Plugins(
            List.of("local"), List.of("bridge", "host", "null"), List.of(), List.of("k8s-file")),
        true,
        true,
        true,
        true,
        true,
        true,
        true,
        HostFacts.oomKillDisable(),
        HostFacts.forwards(),
        setting.debug(),
        HostFacts.openFiles(),
        HostFacts.threads(),
        clock.instant().toString(),
        "k8s-file",
        "cgroupfs",
        HostFacts.cgroupVersion(),
        events.listeners(),
        HostFacts.kernel(),
        HostFacts.operatingSystem(),
        HostFacts.operatingSystemVersion(),
        "linux",
        HostFacts.machine(),
        "",
        registries(),
        Runtime.getRuntime().availableProcessors(),
        HostFacts.memory(),
        setting.dataRoot().toString(),
        HostFacts.proxy("HTTP_PROXY"),
        HostFacts.proxy("HTTPS_PROXY"),
        HostFacts.proxy("NO_PROXY"),
        HostFacts.name(),
        List.of(),
        false,
        setting.version(),
        Map.of(runtime.program(), new SystemInfo.RuntimeEntry(runtime.programPath())),
        runtime.program(),
        SystemInfo.SwarmEntry.INACTIVE,
        true,
        "",
        runtime.initProgram(),
        new SystemInfo.Commit(""),
        new SystemInfo.Commit(runtime.programVersion()),
        new SystemInfo.Commit(""),
        List.of("name=seccomp,profile=builtin"),
        setting.pools().stream()
            .map(p -> new SystemInfo.PoolEntry(p.base().toString(), p.size()))
            .toList(),
        new SystemInfo.FirewallEntry(engine.firewall()),
        List.of(),
        health.warnings(),
        health.info());
  }

  private SystemInfo.RegistryConfig registries() {
    Map<String, SystemInfo.IndexConfig> named = new TreeMap<>();
    setting.insecureRegistries().stream()
        .filter(r -> !r.contains("/"))
        .forEach(r -> named.put(r, new SystemInfo.IndexConfig(r, List.of(), false, false)));
    List<String> ranges =
        Stream.concat(
                LOOPBACK.stream(),
                setting.insecureRegistries().stream().filter(r -> r.contains("/")))
            .toList();
    return new SystemInfo.RegistryConfig(ranges, named, List.of());
  }
}
