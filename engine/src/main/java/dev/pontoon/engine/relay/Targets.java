package dev.pontoon.engine.relay;

import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.engine.ports.PortIndex;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Which container serves a host port. Read by every connection while the engine changes it. */
final class Targets {
  private final PortIndex<PortMapping> mappings = new PortIndex<>();

  /** Where a connection goes. */
  record Target(PortMapping mapping, InetSocketAddress container) {}

  void add(PortMapping mapping) {
    mappings.add(
        mapping.protocol(),
        mapping.hostAddress(),
        mapping.hostFirst(),
        mapping.hostLast(),
        mapping);
  }

  void remove(PortMapping mapping) {
    mappings.remove(mapping.protocol(), mapping.hostAddress(), mapping.hostFirst());
  }

  Optional<Target> find(Protocol protocol, InetSocketAddress wanted) {
    return mappings
        .serving(protocol, wanted.getAddress(), wanted.getPort())
        .map(mapping -> new Target(mapping, container(mapping, wanted.getPort())));
  }

  /** Whether a mapping is still served. */
  boolean has(PortMapping mapping) {
    return mappings
        .serving(mapping.protocol(), mapping.hostAddress(), mapping.hostFirst())
        .filter(mapping::equals)
        .isPresent();
  }

  private static InetSocketAddress container(PortMapping mapping, int hostPort) {
    return new InetSocketAddress(
        mapping.containerAddress(), mapping.containerFirst() + hostPort - mapping.hostFirst());
  }
}
