package dev.pontoon.daemon.workload;

import dev.pontoon.daemon.edge.ContainerRequest;
import dev.pontoon.daemon.edge.ContainerUpdate;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.runtime.ContainerState;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What changes a container while it runs. */
public final class ContainerControls {
  private final ContainerRuntime runtime;
  private final Requests requests;
  private final Events events;

  /** The controls of a runtime's containers. */
  public ContainerControls(ContainerRuntime runtime, Requests requests, Events events) {
    this.runtime = runtime;
    this.requests = requests;
    this.events = events;
  }

  /** Takes all processor time from a container. */
  public void pause(String reference) {
    ContainerState state = runtime.inspect(reference);
    runtime.pause(state.id());
    events.container("pause", state, Map.of());
  }

  /** Lets a paused container go on. */
  public void resume(String reference) {
    ContainerState state = runtime.inspect(reference);
    runtime.resume(state.id());
    events.container("unpause", state, Map.of());
  }

  /** Changes limits and restart policy, as the body of an update call has them. */
  public void update(String reference, JsonNode body) {
    ContainerState state = runtime.inspect(reference);
    ContainerRequest request =
        requests
            .find(state.id())
            .orElseThrow(() -> HttpError.notFound("No such container: " + reference));
    ContainerUpdate update = ContainerUpdate.parse(request, body);
    if (!update.resources().equals(state.spec().resources())) {
      runtime.update(state.id(), update.resources());
    }
    requests.put(state.id(), update.request());
    events.container("update", state, Map.of());
  }
}
