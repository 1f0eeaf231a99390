package dev.pontoon.daemon.view;

import dev.pontoon.api.EndpointSettings;
import dev.pontoon.daemon.edge.ContainerRequest;
import dev.pontoon.engine.Engine;
import dev.pontoon.engine.EngineException;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.runtime.ContainerState;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A container's places on networks, as they are or, while it does not run, as asked for. */
final class Endpoints {
  private static final int SHORT_ID = 12;

  private Endpoints() {}

  static Map<String, EndpointSettings> of(
      Engine engine,
      ContainerRequest request,
      Optional<Sandbox> sandbox,
      ContainerState container) {
    Map<String, EndpointSettings> networks = new LinkedHashMap<>();
    request
        .networks()
        .forEach((reference, asked) -> {
          Optional<Network> network = find(engine, reference);
          Optional<Endpoint> endpoint =
              network.flatMap(n -> sandbox.flatMap(s -> s.endpointOn(n.id())));
          networks.put(
              network.map(Network::name).orElse(reference),
              settings(asked, network, endpoint, container));
        });
    return networks;
  }

  private static Optional<Network> find(Engine engine, String reference) {
    try {
      return Optional.of(engine.network(reference));
    } catch (EngineException e) {
      return Optional.empty(); // removed while the container did not run
    }
  }

  private static EndpointSettings settings(
      EndpointSettings asked,
      Optional<Network> network,
      Optional<Endpoint> endpoint,
      ContainerState container) {
    boolean userDefined = network.isPresent() && !network.get().predefined();
    return new EndpointSettings(
        asked.ipamConfig(),
        asked.links(),
        asked.aliases(),
        endpoint.map(e -> e.mac().toString()).orElse(asked.macAddress()),
        asked.driverOpts(),
        asked.gwPriority(),
        network.map(Network::id).orElse(""),
        endpoint.map(Endpoint::id).orElse(""),
        gateway(network, endpoint.flatMap(Endpoint::ipv4)),
        address(endpoint.flatMap(Endpoint::ipv4)),
        endpoint.flatMap(Endpoint::ipv4).map(Cidr::length).orElse(0),
        gateway(network, endpoint.flatMap(Endpoint::ipv6)),
        address(endpoint.flatMap(Endpoint::ipv6)),
        endpoint.flatMap(Endpoint::ipv6).map(Cidr::length).orElse(0),
        userDefined ? names(asked, container) : null);
  }

  /** All that the container is called there, in Docker's order. */
  private static List<String> names(EndpointSettings asked, ContainerState container) {
    Stream<String> aliases = asked.aliases() == null ? Stream.of() : asked.aliases().stream();
    String id = container.id();
    return Stream.of(
            Stream.of(container.spec().name()),
            aliases,
            Stream.of(id.substring(0, Math.min(SHORT_ID, id.length())), container.hostname()))
        .flatMap(Function.identity())
        .distinct()
        .toList();
  }

  /** As Docker: of each network its own, wherever the default route leads. */
  private static String gateway(Optional<Network> network, Optional<Cidr> address) {
    return network
        .filter(n -> !n.internal())
        .flatMap(n ->
            address.flatMap(a ->
                n.subnets().stream()
                    .filter(s -> s.subnet().isV6() == a.isV6())
                    .map(s -> Addresses.text(s.gateway()))
                    .findFirst()))
        .orElse("");
  }

  private static String address(Optional<Cidr> cidr) {
    return cidr.map(Cidr::address).map((InetAddress a) -> Addresses.text(a)).orElse("");
  }
}
