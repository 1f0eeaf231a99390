package dev.pontoon.engine;

import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.ports.Allocation;
import dev.pontoon.engine.ports.HostPorts;
import dev.pontoon.engine.ports.PublishTarget;
import dev.pontoon.engine.ports.PublishTarget.Destination;
import dev.pontoon.engine.state.State;
import dev.pontoon.linux.ip.Cidr;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Leads a sandbox's host ports to where its default routes start, each family's to its own: only by
 * a default route do answers go to the outside.
 */
record Publisher(HostPorts ports) {
  private static final Allocation NOTHING = new Allocation(List.of(), List.of());
  private static final String UNREACHABLE =
      "Ports are not published: no network of the container reaches the outside";

  /** Chooses and holds the ports that a sandbox asks for. */
  Allocation allocate(State state, Sandbox sandbox) {
    if (sandbox.requestedPorts().isEmpty() || !SandboxPlans.ownsNamespace(sandbox)) {
      return NOTHING;
    }
    return target(sandbox, binding(state, sandbox))
        .map(target -> ports.allocate(target, sandbox.requestedPorts()))
        .orElseGet(() -> new Allocation(List.of(), List.of(UNREACHABLE)));
  }

  /** The ports of a sandbox whose endpoints have changed, before any is held or let go. */
  static List<PortMapping> moved(Sandbox before, Sandbox after) {
    return target(after, Optional.empty())
        .map(target -> before.ports().stream().map(port -> lead(port, target)).toList())
        .orElse(List.of());
  }

  private static PortMapping lead(PortMapping port, PublishTarget target) {
    Destination to = target.destinationFor(port.hostAddress());
    return new PortMapping(
        port.protocol(),
        port.hostAddress(),
        port.hostFirst(),
        to.address(),
        port.containerFirst(),
        port.count(),
        to.networkId());
  }

  private static Optional<PublishTarget> target(Sandbox sandbox, Optional<InetAddress> binding) {
    Optional<Destination> ipv4 =
        provider(sandbox, e -> e.gateway4().isPresent())
            .flatMap(e -> e.ipv4().map(a -> destination(e, a)));
    Optional<Destination> ipv6 =
        provider(sandbox, e -> e.gateway6().isPresent())
            .flatMap(e -> e.ipv6().map(a -> destination(e, a)));
    return ipv4.isEmpty() && ipv6.isEmpty()
        ? Optional.empty()
        : Optional.of(new PublishTarget(sandbox.id(), sandbox.name(), ipv4, ipv6, binding));
  }

  private static Destination destination(Endpoint endpoint, Cidr address) {
    return new Destination(endpoint.networkId(), address.address());
  }

  private static Optional<Endpoint> provider(Sandbox sandbox, Predicate<Endpoint> provides) {
    return sandbox.endpoints().stream().filter(provides).findFirst();
  }

  /** The host address that the network of the IPv4 default route publishes on, or of the other. */
  private static Optional<InetAddress> binding(State state, Sandbox sandbox) {
    return Stream.of(
            provider(sandbox, e -> e.gateway4().isPresent()),
            provider(sandbox, e -> e.gateway6().isPresent()))
        .flatMap(Optional::stream)
        .findFirst()
        .flatMap(endpoint -> state.networkById(endpoint.networkId()))
        .flatMap(network ->
            network.driver() instanceof DriverConfig.Bridge bridge
                ? bridge.hostBinding()
                : Optional.empty());
  }
}
