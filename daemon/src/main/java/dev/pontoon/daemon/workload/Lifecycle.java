package dev.pontoon.daemon.workload;

import dev.pontoon.api.CreatedContainer;
import dev.pontoon.daemon.edge.ContainerRequest;
import dev.pontoon.daemon.edge.Names;
import dev.pontoon.engine.Engine;
import dev.pontoon.engine.EngineException;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.runtime.ContainerListener;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.WaitCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A container's life: created as a record, started with its networking, ended, removed. A failed
 * step takes back what was done before it.
 */
public final class Lifecycle implements ContainerListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
  private static final int SIGKILL = 9;
  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

  private final Engine engine;
  private final ContainerRuntime runtime;
  private final Requests requests;
  private final Sandboxes sandboxes;
  private final Creations creations;
  private final Starts starts;
  private final Events events;
  private final ContainerVolumes volumes;
  private final HealthChecks health;
  private final Locks locks = new Locks();
  private final Restarts restarts = new Restarts();

  /** Brings an engine and a runtime together. */
  public Lifecycle(
      Engine engine,
      ContainerRuntime runtime,
      Requests requests,
      Sandboxes sandboxes,
      Creations creations,
      Starts starts,
      Events events,
      ContainerVolumes volumes,
      HealthChecks health) {
    this.engine = engine;
    this.runtime = runtime;
    this.requests = requests;
    this.sandboxes = sandboxes;
    this.creations = creations;
    this.starts = starts;
    this.events = events;
    this.volumes = volumes;
    this.health = health;
  }

  /**
   * Records a container.
   *
   * @param name empty to have one chosen
   */
  public CreatedContainer create(String name, ContainerRequest asked) {
    return creations.create(name, asked);
  }

  /** Starts a container; its process runs when this returns. */
  public void start(String reference) {
    ContainerState state = runtime.inspect(reference);
    restarts.forget(state.id());
    requests.stopped(state.id(), false);
    startNow(state.id());
  }

  private void startNow(String id) {
    locks.with(id, () -> starts.start(runtime.inspect(id)));
  }

  /** Stops a container by a signal; an empty one and null are the container's own. */
  public void stop(String reference, String signal, @Nullable Duration timeout) {
    ContainerState state = runtime.inspect(reference);
    requests.stopped(state.id(), true);
    boolean restarting = restarts.restarting(state.id());
    restarts.cancel(state.id());
    if (restarting && !awaitStart(state.id()).running()) {
      return;
    }
    runtime.stop(state.id(), signal, timeout);
    LOG.info("stopped container {}", state.spec().name());
    events.container("stop", state, Map.of());
  }

  /** A start that is under way is waited for; one that is to come sees that it is not wanted. */
  private ContainerState awaitStart(String id) {
    return locks.with(id, () -> runtime.inspect(id));
  }

  /** Stops a container if it runs, and starts it. */
  public void restart(String reference, String signal, @Nullable Duration timeout) {
    ContainerState state = runtime.inspect(reference);
    if (state.running()) {
      requests.stopped(state.id(), true);
      runtime.halt(state.id(), signal, timeout);
      LOG.info("stopped container {}", state.spec().name());
      events.container("stop", state, Map.of());
    }
    start(state.id());
    events.container("restart", runtime.inspect(state.id()), Map.of());
  }

  /** Sends a signal; after KILL the container has ended when this returns, as with Docker. */
  public void kill(String reference, String signal) {
    ContainerState state = runtime.inspect(reference);
    requests.stopped(state.id(), true);
    CompletableFuture<Integer> exit = runtime.await(state.id(), WaitCondition.NEXT_EXIT);
    int number =
        runtime.kill(
            state.id(),
            signal,
            n -> events.container("kill", state, Map.of("signal", String.valueOf(n))));
    if (number == SIGKILL) {
      requireEnd(exit, state);
    }
  }

  private static void requireEnd(CompletableFuture<Integer> exit, ContainerState state) {
    try {
      exit.get(KILL_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new RuntimeFault(
          RuntimeFault.Kind.FAILED,
          "container " + state.spec().name() + " was killed but its end is not reported",
          e);
    }
  }

  /**
   * Removes a container.
   *
   * @param withVolumes also those that were made for it alone
   */
  public void remove(String reference, boolean force, boolean withVolumes) {
    ContainerState state = runtime.inspect(reference);
    requests.stopped(state.id(), true);
    restarts.cancel(state.id());
    runtime.remove(state.id(), force);
    if (withVolumes) {
      volumes.removeAnonymous(state);
    }
  }

  /** Whether a restart policy is about to start a container. */
  public boolean restarting(String id) {
    return restarts.restarting(id);
  }

  /** Gives a container another name. */
  public void rename(String reference, String name) {
    ContainerState state = runtime.inspect(reference);
    runtime.rename(state.id(), Names.container(name));
    events.container(
        "rename", runtime.inspect(state.id()), Map.of("oldName", "/" + state.spec().name()));
  }

  @Override
  public void exited(ContainerState state) {
    locks.with(
        state.id(),
        () -> {
          ended(state);
          return state;
        });
    Optional<ContainerRequest> request = requests.find(state.id());
    if (request.isPresent()
        && !requests.stopped(state.id())
        && restarts.wanted(
            request.get().hostConfig().restartPolicy(), state.id(), state.exitCode())) {
      restarts.schedule(state.id(), ran(state), () -> startAgain(state));
    }
  }

  private void ended(ContainerState state) {
    LOG.info("container {} ended with code {}", state.spec().name(), state.exitCode());
    health.stop(state.id());
    events.container("die", state, Map.of("exitCode", String.valueOf(state.exitCode())));
    volumes.tell("unmount", state);
    Optional<Sandbox> sandbox = engine.sandbox(state.id());
    detach(state.id());
    for (Endpoint endpoint : sandbox.map(Sandbox::endpoints).orElse(List.of())) {
      network(endpoint.networkId())
          .ifPresent(n -> events.network("disconnect", n, Map.of("container", state.id())));
    }
  }

  private Optional<Network> network(String id) {
    return engine.networks().stream().filter(n -> n.id().equals(id)).findFirst();
  }

  /** Nobody waits for the outcome of this, so a failure is logged; the next start retries it. */
  private void detach(String id) {
    try {
      engine.detach(id);
    } catch (EngineException e) {
      LOG.error("detach container {}: {}", shortId(id), e.getMessage());
    }
  }

  private static Duration ran(ContainerState state) {
    Instant started = state.started();
    Instant finished = state.finished();
    return started == null || finished == null
        ? Duration.ZERO
        : Duration.between(started, finished);
  }

  private void startAgain(ContainerState state) {
    try {
      locks.with(state.id(), () -> startIfWanted(state.id()));
    } catch (RuntimeException e) {
      LOG.error("restart container {}: {}", state.spec().name(), e.getMessage());
    }
  }

  private boolean startIfWanted(String id) {
    boolean wanted = !requests.stopped(id) && requests.find(id).isPresent();
    if (wanted) {
      starts.start(runtime.inspect(id));
    }
    return wanted;
  }

  /** How often a restart policy started a container in a row. */
  public int restartCount(String id) {
    return restarts.count(id);
  }

  @Override
  public void removed(ContainerState state) {
    detach(state.id());
    restarts.forget(state.id());
    requests.remove(state.id());
    health.forget(state.id());
    LOG.info("removed container {}", state.spec().name());
    events.container("destroy", state, Map.of());
    if (state.spec().autoRemove()) {
      volumes.removeAnonymous(state);
    }
  }

  /**
   * Makes engine, runtime and requests agree after a start of the daemon: sandboxes of containers
   * that do not run are taken down, half-made containers removed, restart policies followed.
   */
  public void reconcile() {
    Map<String, ContainerState> known =
        runtime.list().stream().collect(Collectors.toMap(ContainerState::id, s -> s));
    for (Sandbox sandbox : engine.sandboxes()) {
      ContainerState state = known.get(sandbox.id());
      if (state == null || !state.running()) {
        LOG.info("detaching {}, whose container does not run", sandbox.name());
        detach(sandbox.id());
      }
    }
    known.values().stream()
        .filter(
            s -> requests.find(s.id()).isEmpty() && !requests.unreadable(s.id()) && !s.running())
        .forEach(s -> runtime.remove(s.id(), true));
    requests.ids().stream().filter(id -> !known.containsKey(id)).forEach(requests::remove);
    known.values().stream().filter(ContainerState::running).forEach(sandboxes::agree);
    known.values().stream().filter(this::wantsStart).forEach(this::startAgain);
    known.values().stream().filter(ContainerState::running).forEach(health::start);
  }

  private boolean wantsStart(ContainerState state) {
    Optional<ContainerRequest> request = requests.find(state.id());
    boolean began = state.status() != ContainerState.Status.CREATED;
    return began
        && !state.running()
        && request.isPresent()
        && !requests.stopped(state.id())
        && restarts.wanted(request.get().hostConfig().restartPolicy(), state.id(), 0);
  }

  static String shortId(String id) {
    return id.substring(0, Math.min(12, id.length()));
  }

  static void suppress(RuntimeException error, Runnable undo) {
    try {
      undo.run();
    } catch (RuntimeException e) {
      error.addSuppressed(e);
      LOG.error("undoing after \"{}\": {}", error.getMessage(), e.getMessage());
    }
  }

  @Override
  public void close() {
    health.close();
    restarts.close();
  }
}
