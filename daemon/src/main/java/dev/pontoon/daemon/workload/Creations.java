package dev.pontoon.daemon.workload;

import dev.pontoon.api.CreatedContainer;
import dev.pontoon.daemon.edge.ContainerRequest;
import dev.pontoon.daemon.edge.ContainerSpecs;
import dev.pontoon.daemon.edge.Names;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.RuntimeFault;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creations of containers: all that was asked for is checked, then it is recorded. */
public final class Creations {
  private static final Logger LOG = LoggerFactory.getLogger(Creations.class);
  private static final int NAME_ATTEMPTS = 10;

  private final ContainerRuntime runtime;
  private final Requests requests;
  private final Sandboxes sandboxes;
  private final ContainerLinks links;
  private final Events events;
  private final ContainerVolumes volumes;

  /** Of a runtime's containers. */
  public Creations(
      ContainerRuntime runtime,
      Requests requests,
      Sandboxes sandboxes,
      ContainerLinks links,
      Events events,
      ContainerVolumes volumes) {
    this.runtime = runtime;
    this.requests = requests;
    this.sandboxes = sandboxes;
    this.links = links;
    this.events = events;
    this.volumes = volumes;
  }

  CreatedContainer create(String name, ContainerRequest asked) {
    sandboxes.check(asked);
    sandboxes.checkImage(asked);
    ContainerRequest request = links.resolve(asked);
    ContainerState state = record(name, request);
    try {
      requests.put(state.id(), request);
    } catch (RuntimeException e) {
      Lifecycle.suppress(e, () -> runtime.remove(state.id(), true));
      throw e;
    }
    LOG.info("created container {} ({})", state.spec().name(), Lifecycle.shortId(state.id()));
    events.container("create", state, Map.of());
    return new CreatedContainer(state.id(), sandboxes.warnings(request));
  }

  private ContainerState record(String name, ContainerRequest request) {
    if (!name.isEmpty()) {
      return volumes.make(ContainerSpecs.parse(Names.container(name), request), request);
    }
    for (int attempt = 1; ; attempt++) {
      String chosen = Names.random(RandomGenerator.getDefault());
      try {
        return volumes.make(ContainerSpecs.parse(chosen, request), request);
      } catch (RuntimeFault e) {
        if (e.kind() != RuntimeFault.Kind.CONFLICT || attempt == NAME_ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
