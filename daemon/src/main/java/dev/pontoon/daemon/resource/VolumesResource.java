package dev.pontoon.daemon.resource;

import dev.pontoon.api.VolumeList;
import dev.pontoon.api.VolumePruneReport;
import dev.pontoon.api.VolumeRequest;
import dev.pontoon.daemon.edge.Filters;
import dev.pontoon.daemon.edge.Times;
import dev.pontoon.daemon.http.Exchange;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.daemon.http.Json;
import dev.pontoon.daemon.http.Router;
import dev.pontoon.daemon.view.VolumeViews;
import dev.pontoon.daemon.workload.ContainerVolumes;
import dev.pontoon.daemon.workload.Events;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.Volume;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** {@code /volumes}. */
public final class VolumesResource {
  private static final Set<String> FILTERS = Set.of("name", "driver", "label", "dangling");
  private static final Set<String> PRUNE_FILTERS = Set.of("label", "label!", "all", "until");
  private static final int ALL_IS_AN_OPTION_SINCE = 42; // before, named volumes went, too

  private static final int CLUSTER_VOLUMES_SINCE = 42;

  private final ContainerVolumes volumes;
  private final Events events;
  private final Clock clock;

  /** The volumes there are. */
  public VolumesResource(ContainerVolumes volumes, Events events, Clock clock) {
    this.events = events;
    this.volumes = volumes;
    this.clock = clock;
  }

  /** Adds the routes. */
  public void register(Router router) {
    router
        .on("GET", "/volumes", this::list)
        .on("POST", "/volumes/create", this::create)
        .on("POST", "/volumes/prune", this::prune)
        .on("GET", "/volumes/{name}", this::inspect)
        .on("PUT", "/volumes/{name}", VolumesResource::update)
        .on("DELETE", "/volumes/{name}", this::remove);
  }

  private static void update(Exchange exchange) {
    throw HttpError.unsupported(
        "volume "
            + exchange.parameter("name")
            + ": only cluster volumes can be updated, and"
            + " Pontoon has none");
  }

  private void list(Exchange exchange) throws IOException {
    Filters filters = Filters.parse(exchange.query("filters"), FILTERS);
    exchange.json(
        200,
        new VolumeList(
            volumes.list().stream().filter(v -> matches(filters, v)).map(VolumeViews::of).toList(),
            List.of()));
  }

  private boolean matches(Filters filters, Volume volume) {
    return filters.test("name", volume.name()::contains)
        && filters.test("driver", "local"::equals)
        && filters.test("dangling", d -> truth(d) == volumes.users(volume.name()).isEmpty())
        && filters.labels(volume.labels());
  }

  private void inspect(Exchange exchange) throws IOException {
    exchange.json(200, VolumeViews.of(volumes.inspect(exchange.parameter("name"))));
  }

  private static boolean truth(String text) {
    return text.equals("1") || text.equals("true");
  }

  private void create(Exchange exchange) throws IOException {
    JsonNode body = exchange.tree();
    if (exchange.version().atLeast(CLUSTER_VOLUMES_SINCE) && body.has("ClusterVolumeSpec")) {
      throw HttpError.unsupported(
          "ClusterVolumeSpec: cluster volumes need a swarm, and Pontoon has none");
    }
    VolumeRequest request = Json.as(body, VolumeRequest.class);
    if (!request.driver().isEmpty() && !request.driver().equals("local")) {
      throw HttpError.notFound(
          "create %s: error looking up volume plugin %s: plugin \"%s\" not found"
              .formatted(request.name(), request.driver(), request.driver()));
    }
    exchange.json(
        201,
        VolumeViews.of(volumes.create(request.name(), request.labels(), request.driverOpts())));
  }

  private void remove(Exchange exchange) {
    try {
      volumes.remove(exchange.parameter("name"));
    } catch (RuntimeFault e) {
      if (e.kind() != RuntimeFault.Kind.NOT_FOUND || !exchange.flag("force")) {
        throw e;
      }
    }
    exchange.empty(204);
  }

  private void prune(Exchange exchange) throws IOException {
    Filters filters = Filters.parse(exchange.query("filters"), PRUNE_FILTERS);
    boolean all =
        !exchange.version().atLeast(ALL_IS_AN_OPTION_SINCE)
            || filters.get("all").stream().anyMatch(VolumesResource::truth);
    List<String> removed = new ArrayList<>();
    long bytes = 0;
    for (Volume volume : volumes.list()) {
      boolean chosen =
          (all || ContainerVolumes.isAnonymous(volume))
              && volume.options().isEmpty() // as Docker: whose directory is elsewhere stays
              && filters.get("until").stream()
                  .allMatch(until -> volume.created().isBefore(Times.ago("until", until, clock)))
              && filters.labels(volume.labels())
              && filters.withoutLabels(volume.labels())
              && volumes.users(volume.name()).isEmpty();
      if (chosen) {
        bytes += volumes.size(volume.name());
        volumes.remove(volume.name());
        removed.add(volume.name());
      }
    }
    events.pruned("volume", bytes);
    exchange.json(200, new VolumePruneReport(removed, bytes));
  }
}
