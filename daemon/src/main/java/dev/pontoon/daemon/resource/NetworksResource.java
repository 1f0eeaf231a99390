package dev.pontoon.daemon.resource;

import dev.pontoon.api.ConnectRequest;
import dev.pontoon.api.CreatedNetwork;
import dev.pontoon.api.EndpointSettings;
import dev.pontoon.api.NetworkInspection;
import dev.pontoon.api.NetworkRequest;
import dev.pontoon.api.PruneReport;
import dev.pontoon.daemon.edge.Filters;
import dev.pontoon.daemon.edge.NetworkSpecs;
import dev.pontoon.daemon.edge.Times;
import dev.pontoon.daemon.http.Exchange;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.daemon.http.Router;
import dev.pontoon.daemon.view.NetworkViews;
import dev.pontoon.daemon.view.Shapes;
import dev.pontoon.daemon.workload.Events;
import dev.pontoon.daemon.workload.Sandboxes;
import dev.pontoon.engine.Engine;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.NetworkSpec;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /networks}. */
public final class NetworksResource {
  private static final Logger LOG = LoggerFactory.getLogger(NetworksResource.class);
  private static final Set<String> FILTERS =
      Set.of("id", "name", "driver", "label", "type", "scope", "dangling");
  private static final Set<String> PRUNE_FILTERS = Set.of("label", "label!", "until");
  private static final int MEMBERS_IN_LISTS_UNTIL = 27;
  private static final int WITHOUT_IPV4_SINCE = 48;

  private final Engine engine;
  private final Sandboxes sandboxes;
  private final NetworkViews views;
  private final Events events;
  private final Clock clock;

  /** The networks of an engine. */
  public NetworksResource(
      Engine engine, Sandboxes sandboxes, NetworkViews views, Events events, Clock clock) {
    this.engine = engine;
    this.sandboxes = sandboxes;
    this.views = views;
    this.events = events;
    this.clock = clock;
  }

  /** Adds the routes. */
  public void register(Router router) {
    router
        .on("GET", "/networks", this::list)
        .on("POST", "/networks/create", this::create)
        .on("POST", "/networks/prune", this::prune)
        .on("GET", "/networks/{id}", this::inspect)
        .on("DELETE", "/networks/{id}", this::remove)
        .on("POST", "/networks/{id}/connect", this::connect)
        .on("POST", "/networks/{id}/disconnect", this::disconnect);
  }

  private void list(Exchange exchange) throws IOException {
    Filters filters = Filters.parse(exchange.query("filters"), FILTERS);
    Set<String> used = used();
    boolean members = !exchange.version().atLeast(MEMBERS_IN_LISTS_UNTIL + 1);
    List<NetworkInspection> rows =
        engine.networks().stream()
            .filter(n -> matches(filters, n, used))
            .map(n -> views.inspection(n, members))
            .toList();
    exchange.json(200, Shapes.networks(rows, exchange.version()));
  }

  private static boolean matches(Filters filters, Network network, Set<String> used) {
    return filters.test("id", network.id()::startsWith)
        && filters.test("name", network.name()::contains)
        && filters.test("driver", network.driver().driver()::equals)
        && filters.test("scope", "local"::equals)
        && filters.test("type", t -> t.equals("builtin") == network.predefined())
        && filters.test(
            "dangling",
            d ->
                (d.equals("1") || d.equals("true"))
                    == (!network.predefined() && !used.contains(network.id())))
        && filters.labels(network.labels());
  }

  private Set<String> used() {
    return engine.sandboxes().stream()
        .flatMap(s -> s.endpoints().stream())
        .map(e -> e.networkId())
        .collect(Collectors.toSet());
  }

  private void inspect(Exchange exchange) throws IOException {
    Network network = engine.network(exchange.parameter("id"));
    String scope = exchange.query("scope");
    if (!scope.isEmpty() && !scope.equals("local")) {
      throw HttpError.notFound("network " + exchange.parameter("id") + " not found");
    }
    exchange.json(200, Shapes.network(views.inspection(network, true), exchange.version()));
  }

  private void create(Exchange exchange) throws IOException {
    NetworkRequest request = exchange.json(NetworkRequest.class);
    NetworkSpec spec =
        NetworkSpecs.parse(
            exchange.version().atLeast(WITHOUT_IPV4_SINCE) ? request : request.withIpv4());
    if (exchange.flag("dry-run")) {
      exchange.text(200, String.join("\n", engine.describeCreateNetwork(spec)) + "\n");
      return;
    }
    Network network = engine.createNetwork(spec);
    LOG.info("created network {}", network.name());
    events.network("create", network, Map.of());
    exchange.json(201, new CreatedNetwork(network.id(), ""));
  }

  private void remove(Exchange exchange) {
    remove(engine.network(exchange.parameter("id")));
    exchange.empty(204);
  }

  private void remove(Network network) {
    engine.removeNetwork(network.id());
    LOG.info("removed network {}", network.name());
    events.network("destroy", network, Map.of());
  }

  private void connect(Exchange exchange) throws IOException {
    ConnectRequest request = exchange.json(ConnectRequest.class);
    EndpointSettings settings = request.endpointConfig();
    sandboxes.connect(
        exchange.parameter("id"),
        request.container(),
        settings == null ? EndpointSettings.NONE : settings);
    exchange.empty(200);
  }

  private void disconnect(Exchange exchange) throws IOException {
    ConnectRequest request = exchange.json(ConnectRequest.class);
    sandboxes.disconnect(exchange.parameter("id"), request.container());
    exchange.empty(200);
  }

  private void prune(Exchange exchange) throws IOException {
    Filters filters = Filters.parse(exchange.query("filters"), PRUNE_FILTERS);
    Set<String> used = used();
    List<String> removed = new ArrayList<>();
    for (Network network : engine.networks()) {
      boolean idle = !network.predefined() && !used.contains(network.id());
      if (idle && fits(filters, network)) {
        remove(network);
        removed.add(network.name());
      }
    }
    events.pruned("network", 0);
    exchange.json(200, new PruneReport(null, removed, null));
  }

  private boolean fits(Filters filters, Network network) {
    return filters.labels(network.labels())
        && filters.withoutLabels(network.labels())
        && filters.get("until").stream()
            .allMatch(until -> network.created().isBefore(Times.ago("until", until, clock)));
  }
}
