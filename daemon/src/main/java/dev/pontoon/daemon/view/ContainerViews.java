package dev.pontoon.daemon.view;

import dev.pontoon.api.ContainerConfig;
import dev.pontoon.api.ContainerInspection;
import dev.pontoon.api.ContainerSummary;
import dev.pontoon.api.EndpointSettings;
import dev.pontoon.api.MountPoint;
import dev.pontoon.daemon.edge.ContainerRequest;
import dev.pontoon.daemon.edge.Times;
import dev.pontoon.engine.Engine;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.ImageConfig;
import dev.pontoon.runtime.MountSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Containers as Docker shows them. */
public final class ContainerViews {
  private final Engine engine;
  private final Clock clock;

  /** Views with an engine's networks. */
  public ContainerViews(Engine engine, Clock clock) {
    this.engine = engine;
    this.clock = clock;
  }

  /** A row of a list. */
  public ContainerSummary summary(ContainerState state, ContainerRequest request) {
    Optional<Sandbox> sandbox = engine.sandbox(state.id());
    return new ContainerSummary(
        state.id(),
        List.of("/" + state.spec().name()),
        image(state),
        state.imageId(),
        command(state),
        state.created().getEpochSecond(),
        PublishedPorts.rows(state.running() ? exposed(state, request) : Set.of(), ports(sandbox)),
        state.config().labels(),
        status(state),
        statusText(state),
        new ContainerSummary.HostSummary(mode(request)),
        new ContainerSummary.NetworkSummary(Endpoints.of(engine, request, sandbox, state.id())),
        mounts(state));
  }

  /** All there is to say. */
  public ContainerInspection inspection(
      ContainerState state, ContainerRequest request, int restarts, List<String> execs) {
    Optional<Sandbox> sandbox = engine.sandbox(state.id());
    return new ContainerInspection(
        state.id(),
        state.created().toString(),
        state.path(),
        state.args(),
        state(state),
        state.imageId(),
        state.directory().resolve("resolv.conf").toString(),
        state.directory().resolve("hostname").toString(),
        state.directory().resolve("hosts").toString(),
        state.logPath().toString(),
        "/" + state.spec().name(),
        restarts,
        "overlay2",
        "linux",
        "",
        "",
        "",
        execs.isEmpty() ? null : execs,
        request.hostConfig(),
        new ContainerInspection.GraphDriver("overlay2", Map.of()),
        mounts(state),
        config(state, request),
        networking(state, request, sandbox));
  }

  private ContainerInspection.NetworkSettings networking(
      ContainerState state, ContainerRequest request, Optional<Sandbox> sandbox) {
    Map<String, EndpointSettings> networks = Endpoints.of(engine, request, sandbox, state.id());
    EndpointSettings legacy = networks.getOrDefault(Network.DEFAULT_BRIDGE, EndpointSettings.NONE);
    return new ContainerInspection.NetworkSettings(
        "",
        sandbox.map(Sandbox::id).orElse(""),
        sandbox.map(s -> s.namespace().toString()).orElse(""),
        PublishedPorts.map(state.running() ? exposed(state, request) : Set.of(), ports(sandbox)),
        legacy.endpointId(),
        legacy.gateway(),
        legacy.globalIpv6Address(),
        legacy.globalIpv6PrefixLen(),
        legacy.ipAddress(),
        legacy.ipPrefixLen(),
        legacy.ipv6Gateway(),
        legacy.macAddress(),
        networks);
  }

  private static List<PortMapping> ports(Optional<Sandbox> sandbox) {
    return sandbox.map(Sandbox::ports).orElse(List.of());
  }

  private static Set<String> exposed(ContainerState state, ContainerRequest request) {
    Set<String> exposed = new TreeSet<>(state.config().exposedPorts());
    exposed.addAll(request.config().exposedPorts().keySet());
    return exposed;
  }

  private static ContainerInspection.State state(ContainerState state) {
    return new ContainerInspection.State(
        status(state),
        state.running(),
        false,
        false,
        state.oomKilled(),
        false,
        state.pid(),
        state.exitCode(),
        state.error(),
        time(state.started()),
        time(state.finished()));
  }

  private static String time(@Nullable Instant time) {
    return time == null ? Times.NEVER : time.toString();
  }

  private static String status(ContainerState state) {
    return switch (state.status()) {
      case CREATED -> "created";
      case RUNNING -> "running";
      case EXITED, DEAD -> "exited"; // dead is Docker's word for what could not be removed
    };
  }

  private String statusText(ContainerState state) {
    Instant finished = state.finished();
    Instant started = state.started();
    return switch (state.status()) {
      case CREATED -> "Created";
      case RUNNING -> "Up " + since(started == null ? state.created() : started);
      case EXITED, DEAD ->
          "Exited (%d) %s ago"
              .formatted(state.exitCode(), since(finished == null ? state.created() : finished));
    };
  }

  private String since(Instant time) {
    return HumanTime.of(Duration.between(time, clock.instant()));
  }

  private static String image(ContainerState state) {
    return state.spec().image().isEmpty() ? state.spec().rootfs() : state.spec().image();
  }

  private static String mode(ContainerRequest request) {
    String mode = request.hostConfig().networkMode();
    return mode.isEmpty() ? "default" : mode;
  }

  private static String command(ContainerState state) {
    return (state.path() + " " + String.join(" ", state.args())).strip();
  }

  private static List<MountPoint> mounts(ContainerState state) {
    return state.spec().mounts().stream()
        .map(m ->
            new MountPoint(
                m.kind() == MountSpec.Kind.BIND ? "bind" : "tmpfs",
                m.source(),
                m.target(),
                String.join(",", m.options()),
                !m.readOnly(),
                m.kind() == MountSpec.Kind.BIND ? "rprivate" : ""))
        .toList();
  }

  /** The request's configuration with the image's in it, as it runs. */
  private static ContainerConfig config(ContainerState state, ContainerRequest request) {
    ContainerConfig asked = request.config();
    ImageConfig merged = state.config();
    return new ContainerConfig(
        state.hostname(),
        asked.domainname(),
        merged.user(),
        asked.attachStdin(),
        asked.attachStdout(),
        asked.attachStderr(),
        empties(exposed(state, request)),
        asked.tty(),
        asked.openStdin(),
        asked.stdinOnce(),
        merged.env(),
        merged.command(),
        image(state),
        empties(merged.volumes()),
        merged.workingDirectory(),
        merged.entrypoint().isEmpty() ? null : merged.entrypoint(),
        asked.networkDisabled(),
        asked.macAddress(),
        merged.labels(),
        merged.stopSignal().isEmpty() ? asked.stopSignal() : merged.stopSignal(),
        asked.stopTimeout());
  }

  static Map<String, Object> empties(Collection<String> keys) {
    return keys.stream()
        .collect(Collectors.toMap(k -> k, _ -> (Object) Map.of(), (a, _) -> a, LinkedHashMap::new));
  }
}
