package dev.pontoon.engine;

import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.Subnet;
import dev.pontoon.engine.state.State;
import dev.pontoon.linux.ip.Cidr;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides which endpoint of a sandbox provides its default route: of each family the first that has
 * an address of it on a network that is not internal, in Docker's order (libnetwork's
 * Endpoint.Less): the highest priority; then those of both families; then by the network's name.
 * The order in which they were connected is of no account, so that a start gives what the last did.
 */
record DefaultRoutes(State state) {
  /** The same endpoints with their gateways set, or not. */
  List<Endpoint> assign(List<Endpoint> endpoints) {
    Optional<Endpoint> provider4 = provider(endpoints, Endpoint::ipv4);
    Optional<Endpoint> provider6 = provider(endpoints, Endpoint::ipv6);
    return endpoints.stream()
        .map(endpoint ->
            endpoint.withGateways(
                provider4.filter(endpoint::equals).map(e -> gateway(e, false)),
                provider6.filter(endpoint::equals).map(e -> gateway(e, true))))
        .toList();
  }

  private Optional<Endpoint> provider(
      List<Endpoint> endpoints, Function<Endpoint, Optional<Cidr>> address) {
    return endpoints.stream()
        .filter(endpoint -> address.apply(endpoint).isPresent())
        .filter(endpoint -> !network(endpoint).internal())
        .min(
            Comparator.comparingInt(Endpoint::gatewayPriority)
                .reversed()
                .thenComparing(DefaultRoutes::hasOneFamily)
                .thenComparing(endpoint -> network(endpoint).name()));
  }

  private static boolean hasOneFamily(Endpoint endpoint) {
    return endpoint.ipv4().isEmpty() || endpoint.ipv6().isEmpty();
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
}
