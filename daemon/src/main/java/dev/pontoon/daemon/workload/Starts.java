package dev.pontoon.daemon.workload;

import dev.pontoon.daemon.edge.ContainerRequest;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.engine.Engine;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.NetworkMode;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.model.SandboxSpec;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.NetworkAttachment;
import dev.pontoon.runtime.NetworkFiles;
import dev.pontoon.runtime.NetworkNamespace;
import dev.pontoon.runtime.RuntimeFault;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts of containers: first the networking, then the process in it. */
public final class Starts {
  private static final Logger LOG = LoggerFactory.getLogger(Starts.class);

  private final Engine engine;
  private final ContainerRuntime runtime;
  private final Requests requests;
  private final Sandboxes sandboxes;
  private final FilesOfNetwork files;
  private final ContainerLinks links;
  private final Events events;
  private final ContainerVolumes volumes;
  private final HealthChecks health;

  /** Of a runtime's containers in an engine's networks. */
  public Starts(
      Engine engine,
      ContainerRuntime runtime,
      Requests requests,
      Sandboxes sandboxes,
      FilesOfNetwork files,
      ContainerLinks links,
      Events events,
      ContainerVolumes volumes,
      HealthChecks health) {
    this.engine = engine;
    this.runtime = runtime;
    this.requests = requests;
    this.sandboxes = sandboxes;
    this.files = files;
    this.links = links;
    this.events = events;
    this.volumes = volumes;
    this.health = health;
  }

  /**
   * Starts a container that does not run; its process runs when this returns. The caller lets
   * nobody else start or end it meanwhile.
   */
  Sandbox start(ContainerState state) {
    if (state.status() == ContainerState.Status.PAUSED) {
      throw HttpError.conflict("cannot start a paused container, try unpause instead");
    }
    if (state.running()) {
      throw new RuntimeFault(
          RuntimeFault.Kind.NOT_MODIFIED, "container " + state.spec().name() + " runs already");
    }
    try {
      return startFresh(state);
    } catch (RuntimeException e) {
      Lifecycle.suppress(e, () -> engine.detach(state.id()));
      Lifecycle.suppress(e, () -> runtime.failed(state.id(), String.valueOf(e.getMessage())));
      if (state.spec().autoRemove()) {
        Lifecycle.suppress(e, () -> runtime.remove(state.id(), true));
      }
      throw e;
    }
  }

  private Sandbox startFresh(ContainerState state) {
    ContainerRequest request = request(state.id());
    List<ContainerLinks.Linked> linked = links.required(state, request);
    SandboxSpec spec = sandboxes.spec(state, request);
    Sandbox sandbox = engine.attach(spec);
    NetworkFiles etc =
        spec.mode() instanceof NetworkMode.Shared(String other)
            ? FilesOfNetwork.shared(runtime.inspect(other))
            : files.make(state, request.hostConfig(), sandbox, linked);
    ContainerState started =
        runtime.start(
            state.id(), new NetworkAttachment(namespace(sandbox), etc, links.variables(linked)));
    links.linkedTo(state.id()).forEach(sandboxes::refresh);
    resize(started, request.hostConfig().consoleSize());
    announce(started, sandbox);
    return sandbox;
  }

  /** The terminal's first size; a process that has ended by now needs none. */
  private void resize(ContainerState started, List<Integer> size) {
    boolean chosen = size.size() == 2 && size.get(0) > 0 && size.get(1) > 0;
    if (!chosen || !started.spec().process().tty()) {
      return;
    }
    try {
      runtime.resize(started.id(), size.get(0), size.get(1));
    } catch (RuntimeFault e) {
      LOG.debug(
          "container {} keeps its terminal's size: {}",
          Lifecycle.shortId(started.id()),
          e.getMessage());
    }
  }

  private void announce(ContainerState started, Sandbox sandbox) {
    LOG.info(
        "started container {} ({}) as process {}",
        started.spec().name(),
        Lifecycle.shortId(started.id()),
        started.pid());
    sandbox.warnings().forEach(w -> LOG.warn("container {}: {}", started.spec().name(), w));
    for (Endpoint endpoint : sandbox.endpoints()) {
      events.network(
          "connect", engine.network(endpoint.networkId()), Map.of("container", started.id()));
    }
    volumes.tell("mount", started);
    events.container("start", started, Map.of());
    health.start(started);
  }

  private NetworkNamespace namespace(Sandbox sandbox) {
    return sandboxes.isOwnNamespace(sandbox.namespace())
        ? new NetworkNamespace.Host()
        : new NetworkNamespace.At(sandbox.namespace());
  }

  private ContainerRequest request(String id) {
    return requests
        .find(id)
        .orElseThrow(() -> HttpError.notFound("No such container: " + Lifecycle.shortId(id)));
  }
}
