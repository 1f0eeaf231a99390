package dev.pontoon.daemon.workload;

import dev.pontoon.api.ExecConfig;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.ExecSpec;
import dev.pontoon.runtime.OutputSink;
import dev.pontoon.runtime.RuntimeFault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Further processes in containers, from their creation until a while after their end. */
public final class Execs {
  private static final Logger LOG = LoggerFactory.getLogger(Execs.class);
  private static final Duration KEPT = Duration.ofMinutes(5); // as Docker
  private static final int NOT_FOUND = 127;
  private static final int NOT_EXECUTABLE = 126;

  private final ContainerRuntime runtime;
  private final Events events;
  private final Clock clock;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  /** Further processes of a runtime's containers. */
  public Execs(ContainerRuntime runtime, Events events, Clock clock) {
    this.runtime = runtime;
    this.events = events;
    this.clock = clock;
  }

  /** A further process, prepared, running or ended. */
  public final class Entry {
    private final String id;
    private final String containerId;
    private final ExecConfig config;
    private final Instant created = clock.instant();
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private volatile ContainerRuntime.@Nullable Exec process;

    private Entry(String id, String containerId, ExecConfig config) {
      this.id = id;
      this.containerId = containerId;
      this.config = config;
    }

    /** 64 hexadecimal digits. */
    public String id() {
      return id;
    }

    /** The container's id. */
    public String containerId() {
      return containerId;
    }

    /** What was asked for. */
    public ExecConfig config() {
      return config;
    }

    /** Takes the right to start it, which there is once. */
    public void claim() {
      if (!claimed.compareAndSet(false, true)) {
        throw HttpError.conflict("exec " + Lifecycle.shortId(id) + " has already been started");
      }
      if (!runtime.inspect(containerId).running()) {
        throw notRunning(containerId);
      }
    }

    /** Starts it. A failure leaves the exit code that a shell would give. */
    public ContainerRuntime.Exec start(OutputSink sink) {
      try {
        ContainerRuntime.Exec started = runtime.exec(containerId, spec(), sink);
        process = started;
        tell("exec_start: " + String.join(" ", config.cmd()), Map.of());
        var _ = started.exit().whenComplete((code, _) -> ended(code == null ? -1 : code));
        return started;
      } catch (RuntimeFault e) {
        exit.complete(shellCode(e));
        throw e;
      }
    }

    private void ended(int code) {
      tell("exec_die", Map.of("exitCode", String.valueOf(code)));
      exit.complete(code);
    }

    /** A container that is removed meanwhile has no more to tell. */
    private void tell(String action, Map<String, String> more) {
      try {
        Map<String, String> attributes = new HashMap<>(more);
        attributes.put("execID", id);
        events.container(action, runtime.inspect(containerId), attributes);
      } catch (RuntimeFault e) {
        LOG.debug("no event {}: {}", action, e.getMessage());
      }
    }

    private ExecSpec spec() {
      return new ExecSpec(
          config.cmd(),
          config.env(),
          config.user(),
          config.workingDir(),
          config.tty(),
          config.attachStdin(),
          config.privileged());
    }

    /** The process, once it was started. */
    public Optional<ContainerRuntime.Exec> process() {
      return Optional.ofNullable(process);
    }

    /** Whether it runs. */
    public boolean running() {
      return process != null && !exit.isDone();
    }

    /** Completes with the exit code. */
    public CompletableFuture<Integer> exited() {
      return exit;
    }

    /** The exit code, once there is one. */
    public Optional<Integer> exitCode() {
      return Optional.ofNullable(exit.getNow(null));
    }
  }

  private static int shellCode(RuntimeFault fault) {
    String message = String.valueOf(fault.getMessage());
    return message.contains("not found") || message.contains("no such file")
        ? NOT_FOUND
        : NOT_EXECUTABLE;
  }

  /** Prepares a process in a running container; answers its id. */
  public String create(String reference, ExecConfig config) {
    ContainerState state = runtime.inspect(reference);
    if (config.cmd().isEmpty()) {
      throw HttpError.invalid("No exec command specified");
    }
    if (!state.running()) {
      throw notRunning(state.id());
    }
    if (state.status() == ContainerState.Status.PAUSED) {
      throw HttpError.conflict(
          "Container " + state.id() + " is paused, unpause the container before exec");
    }
    forgetOld();
    byte[] random = new byte[32];
    RandomGenerator.getDefault().nextBytes(random);
    String id = HexFormat.of().formatHex(random);
    Entry entry = new Entry(id, state.id(), config);
    entries.put(id, entry);
    entry.tell("exec_create: " + String.join(" ", config.cmd()), Map.of());
    return id;
  }

  private static HttpError notRunning(String containerId) {
    return HttpError.conflict("container " + containerId + " is not running");
  }

  private void forgetOld() {
    Instant limit = clock.instant().minus(KEPT);
    entries.values().removeIf(e -> !e.running() && e.created.isBefore(limit));
  }

  /** A process by its id. */
  public Entry find(String id) {
    Entry entry = entries.get(id);
    if (entry == null) {
      throw HttpError.notFound("No such exec instance: " + id);
    }
    return entry;
  }

  /** The ids of a container's running further processes. */
  public List<String> running(String containerId) {
    return entries.values().stream()
        .filter(e -> e.containerId.equals(containerId) && e.running())
        .map(Entry::id)
        .toList();
  }
}
