package dev.pontoon.daemon.view;

import dev.pontoon.api.ContainerConfig;
import dev.pontoon.api.ContainerInspection;
import dev.pontoon.api.ContainerSummary;
import dev.pontoon.api.HostConfig;
import dev.pontoon.api.MountPoint;
import dev.pontoon.daemon.edge.ContainerRequest;
import dev.pontoon.daemon.edge.Times;
import dev.pontoon.daemon.workload.ContainerLinks;
import dev.pontoon.daemon.workload.ContainerVolumes;
import dev.pontoon.daemon.workload.HealthChecks;
import dev.pontoon.daemon.workload.Lifecycle;
import dev.pontoon.engine.Engine;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.HealthCheck;
import dev.pontoon.runtime.ImageConfig;
import dev.pontoon.runtime.MountSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Containers as Docker shows them. */
public final class ContainerViews {
  /** Options of a mount that can't be written with {@code -v}. */
  private static final Set<String> UNWRITTEN = Set.of(MountSpec.SHALLOW, MountSpec.DEEP_READ_ONLY);

  private final Engine engine;
  private final Clock clock;
  private final Lifecycle lifecycle;
  private final ContainerVolumes volumes;
  private final HealthChecks health;
  private final ContainerLinks links;

  /** What a container's files take, in bytes: its own, and with its image's. */
  public record Sizes(long own, long all) {}

  /** Views with an engine's networks. */
  public ContainerViews(
      Engine engine,
      Clock clock,
      Lifecycle lifecycle,
      ContainerVolumes volumes,
      HealthChecks health,
      ContainerLinks links) {
    this.engine = engine;
    this.clock = clock;
    this.lifecycle = lifecycle;
    this.volumes = volumes;
    this.health = health;
    this.links = links;
  }

  /** A row of a list. */
  public ContainerSummary summary(
      ContainerState state, ContainerRequest request, @Nullable Sizes sizes) {
    Optional<Sandbox> sandbox = engine.sandbox(state.id());
    return new ContainerSummary(
        state.id(),
        names(state),
        image(state),
        state.imageId(),
        command(state),
        state.created().getEpochSecond(),
        PublishedPorts.rows(state.running() ? exposed(state, request) : Set.of(), ports(sandbox)),
        state.config().labels(),
        status(state),
        statusText(state),
        new ContainerSummary.HostSummary(mode(request), request.hostConfig().annotations()),
        health
            .find(state)
            .map(h -> new ContainerSummary.HealthSummary(word(h.status()), h.failingStreak()))
            .orElse(null),
        new ContainerSummary.NetworkSummary(Endpoints.of(engine, request, sandbox, state)),
        mounts(state, request),
        sizes == null ? null : (Long) sizes.own(),
        sizes == null ? null : (Long) sizes.all());
  }

  /** All there is to say. */
  public ContainerInspection inspection(
      ContainerState state, ContainerRequest request, List<String> execs, @Nullable Sizes sizes) {
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
        lifecycle.restartCount(state.id()),
        "overlay2",
        "linux",
        "",
        "",
        "",
        execs.isEmpty() ? null : execs,
        hostConfig(state, request),
        new ContainerInspection.GraphDriver("overlay2", Map.of()),
        mounts(state, request),
        config(state, request),
        networking(state, request, sandbox),
        sizes == null ? null : (Long) sizes.own(),
        sizes == null ? null : (Long) sizes.all());
  }

  /** Its own, then those that links gave. */
  private List<String> names(ContainerState state) {
    return Stream.concat(Stream.of("/" + state.spec().name()), links.names(state.id()).stream())
        .toList();
  }

  private HostConfig hostConfig(ContainerState state, ContainerRequest request) {
    return request.hostConfig().links().isEmpty()
        ? request.hostConfig()
        : request.withLinks(links.shown(state, request)).hostConfig();
  }

  private ContainerInspection.NetworkSettings networking(
      ContainerState state, ContainerRequest request, Optional<Sandbox> sandbox) {
    return new ContainerInspection.NetworkSettings(
        sandbox.map(Sandbox::id).orElse(""),
        sandbox.map(s -> s.namespace().toString()).orElse(""),
        PublishedPorts.map(state.running() ? exposed(state, request) : Set.of(), ports(sandbox)),
        Endpoints.of(engine, request, sandbox, state));
  }

  private static List<PortMapping> ports(Optional<Sandbox> sandbox) {
    return sandbox.map(Sandbox::ports).orElse(List.of());
  }

  private static Set<String> exposed(ContainerState state, ContainerRequest request) {
    Set<String> exposed = new TreeSet<>(state.config().exposedPorts());
    exposed.addAll(request.config().exposedPorts().keySet());
    return exposed;
  }

  private ContainerInspection.State state(ContainerState state) {
    return new ContainerInspection.State(
        status(state),
        state.running() || lifecycle.restarting(state.id()),
        state.status() == ContainerState.Status.PAUSED,
        lifecycle.restarting(state.id()),
        state.oomKilled(),
        false,
        state.pid(),
        state.exitCode(),
        state.error(),
        time(state.started()),
        time(state.finished()),
        health.find(state).map(ContainerViews::health).orElse(null));
  }

  private static ContainerInspection.Health health(HealthChecks.Health health) {
    return new ContainerInspection.Health(
        word(health.status()),
        health.failingStreak(),
        health.log().stream()
            .map(p ->
                new ContainerInspection.Probe(
                    p.start().toString(), p.end().toString(), p.exitCode(), p.output()))
            .toList());
  }

  private static String word(Enum<?> status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private static String time(@Nullable Instant time) {
    return time == null ? Times.NEVER : time.toString();
  }

  /** In Docker's word; a container that is about to start again has one of its own. */
  public String status(ContainerState state) {
    if (lifecycle.restarting(state.id())) {
      return "restarting";
    }
    return switch (state.status()) {
      case CREATED -> "created";
      case RUNNING -> "running";
      case PAUSED -> "paused";
      case EXITED, DEAD -> "exited"; // dead is Docker's word for what could not be removed
    };
  }

  private String statusText(ContainerState state) {
    Instant finished = state.finished();
    Instant started = state.started();
    if (lifecycle.restarting(state.id())) {
      return "Restarting (%d) %s ago"
          .formatted(state.exitCode(), since(finished == null ? state.created() : finished));
    }
    return switch (state.status()) {
      case CREATED -> "Created";
      case RUNNING -> "Up " + since(started == null ? state.created() : started) + fitness(state);
      case PAUSED -> "Up " + since(started == null ? state.created() : started) + " (Paused)";
      case EXITED, DEAD ->
          "Exited (%d) %s ago"
              .formatted(state.exitCode(), since(finished == null ? state.created() : finished));
    };
  }

  /** What the health checks found; {@code none} where there are none. */
  public String healthWord(ContainerState state) {
    return health.find(state).map(h -> word(h.status())).orElse("none");
  }

  private String fitness(ContainerState state) {
    return health
        .find(state)
        .map(h ->
            h.status() == HealthChecks.Status.STARTING
                ? " (health: starting)"
                : " (" + word(h.status()) + ")")
        .orElse("");
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
    return Stream.concat(Stream.of(state.path()), state.args().stream().map(ContainerViews::quoted))
        .collect(Collectors.joining(" "));
  }

  /** As Docker: what has blanks is shown in quotes, and no more than that. */
  private static String quoted(String argument) {
    return argument.contains(" ") ? "'" + argument + "'" : argument;
  }

  /** As Docker: what {@code --tmpfs} asks for is told of in the request alone. */
  private List<MountPoint> mounts(ContainerState state, ContainerRequest request) {
    return state.spec().mounts().stream()
        .filter(m ->
            m.kind() != MountSpec.Kind.TMPFS
                || !request.hostConfig().tmpfs().containsKey(m.target()))
        .map(m -> mount(m, request))
        .toList();
  }

  private MountPoint mount(MountSpec mount, ContainerRequest request) {
    boolean volume = mount.kind() == MountSpec.Kind.VOLUME;
    return new MountPoint(
        word(mount.kind()),
        switch (mount.kind()) {
          case VOLUME -> mount.source();
          case IMAGE -> imageName(mount, request);
          case BIND, TMPFS -> null;
        },
        volume ? place(mount.source()) : mount.source(),
        mount.target(),
        volume ? "local" : null,
        mode(mount),
        !mount.readOnly(),
        mount.kind() == MountSpec.Kind.BIND ? "rprivate" : "");
  }

  /** As it was asked for; the id is told as the source. */
  private static String imageName(MountSpec mount, ContainerRequest request) {
    return request.hostConfig().mounts().stream()
        .filter(asked -> asked.target().equals(mount.target()))
        .map(HostConfig.Mount::source)
        .findFirst()
        .orElse(mount.source());
  }

  /** As it would be written after the second colon of {@code -v}; volumes have Docker's default. */
  private static String mode(MountSpec mount) {
    Stream<String> words =
        Stream.concat(
            mount.readOnly() ? Stream.of("ro") : Stream.empty(),
            mount.options().stream().filter(option -> !UNWRITTEN.contains(option)));
    String mode = words.collect(Collectors.joining(","));
    return mode.isEmpty() && mount.kind() == MountSpec.Kind.VOLUME ? "z" : mode;
  }

  /** A volume can't go while a container has it; only a removal by hand can. */
  private String place(String volume) {
    return volumes.find(volume).map(v -> v.mountpoint().toString()).orElse("");
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
        asked.stopTimeout(),
        healthcheck(merged.health()));
  }

  static ContainerConfig.@Nullable Healthcheck healthcheck(HealthCheck check) {
    return check.equals(HealthCheck.UNSAID)
        ? null
        : new ContainerConfig.Healthcheck(
            check.test(),
            check.interval().toNanos(),
            check.timeout().toNanos(),
            check.startPeriod().toNanos(),
            check.startInterval().toNanos(),
            check.retries());
  }

  static Map<String, Object> empties(Collection<String> keys) {
    return keys.stream()
        .collect(Collectors.toMap(k -> k, _ -> (Object) Map.of(), (a, _) -> a, LinkedHashMap::new));
  }
}
