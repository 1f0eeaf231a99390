package dev.pontoon.engine;

import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.ports.Allocation;
import dev.pontoon.engine.ports.HostPorts;
import dev.pontoon.engine.ports.PublishTarget;
import dev.pontoon.engine.state.State;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Leads a sandbox's host ports to the endpoint that provides its default route. */
record Publisher(HostPorts ports) {
  private static final Allocation NOTHING = new Allocation(List.of(), List.of());
  private static final String UNREACHABLE =
      "Ports are not published: no network of the container reaches the outside";

  /** Chooses and holds the ports that a sandbox asks for. */
  Allocation allocate(State state, Sandbox sandbox) {
    if (sandbox.requestedPorts().isEmpty() || !SandboxPlans.ownsNamespace(sandbox)) {
      return NOTHING;
    }
    return provider(sandbox)
        .map(endpoint -> ports.allocate(target(state, sandbox, endpoint), sandbox.requestedPorts()))
        .orElseGet(() -> new Allocation(List.of(), List.of(UNREACHABLE)));
  }

  /** The ports of a sandbox whose endpoints have changed, before any is held or let go. */
  static List<PortMapping> moved(Sandbox before, Sandbox after) {
    Optional<Endpoint> provider = provider(after);
    if (provider.map(Endpoint::id).equals(provider(before).map(Endpoint::id))) {
      return before.ports();
    }
    return provider
        .map(endpoint -> before.ports().stream().map(port -> lead(port, endpoint)).toList())
        .orElse(List.of());
  }

  private static PortMapping lead(PortMapping port, Endpoint to) {
    Optional<Cidr> first = Addresses.isV6(port.hostAddress()) ? to.ipv6() : to.ipv4();
    InetAddress address = first.or(to::ipv4).or(to::ipv6).orElseThrow().address();
    return new PortMapping(
        port.protocol(),
        port.hostAddress(),
        port.hostFirst(),
        address,
        port.containerFirst(),
        port.count(),
        to.networkId());
  }

  private static Optional<Endpoint> provider(Sandbox sandbox) {
    return sandbox.endpoints().stream()
        .filter(endpoint -> endpoint.gateway4().isPresent() || endpoint.gateway6().isPresent())
        .findFirst();
  }

  private static PublishTarget target(State state, Sandbox sandbox, Endpoint endpoint) {
    Network network = state.networkById(endpoint.networkId()).orElseThrow();
    Optional<InetAddress> binding =
        network.driver() instanceof DriverConfig.Bridge bridge
            ? bridge.hostBinding()
            : Optional.empty();
    return new PublishTarget(
        sandbox.id(),
        sandbox.name(),
        network.id(),
        endpoint.ipv4().map(Cidr::address),
        endpoint.ipv6().map(Cidr::address),
        binding);
  }
}
