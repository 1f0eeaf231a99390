package dev.pontoon.engine;

import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.Subnet;
import dev.pontoon.engine.state.State;
import dev.pontoon.linux.ip.Cidr;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides which endpoint of a sandbox provides its default route: of each family, the first that
 * has an address of it on a network that is not internal.
 */
record DefaultRoutes(State state) {
  /** The same endpoints with their gateways set, or not. */
  List<Endpoint> assign(List<Endpoint> endpoints) {
    Optional<Endpoint> provider4 = first(endpoints, Endpoint::ipv4);
    Optional<Endpoint> provider6 = first(endpoints, Endpoint::ipv6);
    List<Endpoint> assigned = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      assigned.add(
          with(
              endpoint,
              provider4.filter(endpoint::equals).map(e -> gateway(e, false)),
              provider6.filter(endpoint::equals).map(e -> gateway(e, true))));
    }
    return assigned;
  }

  private Optional<Endpoint> first(
      List<Endpoint> endpoints, Function<Endpoint, Optional<Cidr>> address) {
    return endpoints.stream()
        .filter(endpoint -> address.apply(endpoint).isPresent())
        .filter(endpoint -> !network(endpoint).internal())
        .findFirst();
  }

  private InetAddress gateway(Endpoint endpoint, boolean v6) {
    return network(endpoint).subnets().stream()
        .filter(subnet -> subnet.subnet().isV6() == v6)
        .map(Subnet::gateway)
        .findFirst()
        .orElseThrow();
  }

  private Network network(Endpoint endpoint) {
    return state.networkById(endpoint.networkId()).orElseThrow();
  }

  private static Endpoint with(
      Endpoint endpoint, Optional<InetAddress> gateway4, Optional<InetAddress> gateway6) {
    return new Endpoint(
        endpoint.id(),
        endpoint.networkId(),
        endpoint.hostInterface(),
        endpoint.containerInterface(),
        endpoint.mac(),
        endpoint.ipv4(),
        endpoint.ipv6(),
        gateway4,
        gateway6,
        endpoint.aliases(),
        endpoint.unguarded());
  }
}
