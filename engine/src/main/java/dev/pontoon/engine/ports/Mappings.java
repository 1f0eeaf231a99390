package dev.pontoon.engine.ports;

import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.PortSpec;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Requests as mappings, once a host port is chosen. */
final class Mappings {
  private Mappings() {}

  /** Where a request wants its ports: on one address, or on every one of both families. */
  static List<InetAddress> hosts(PortSpec spec, PublishTarget target, boolean hostHasIpv6) {
    Optional<InetAddress> wanted = spec.hostAddress().or(target::hostBinding);
    if (wanted.isPresent()) {
      return List.of(wanted.get());
    }
    return hostHasIpv6 ? List.of(Wildcards.V4, Wildcards.V6) : List.of(Wildcards.V4);
  }

  static PortMapping mapping(PortSpec spec, PublishTarget target, InetAddress host, int hostFirst) {
    PublishTarget.Destination to = target.destinationFor(host);
    return new PortMapping(
        spec.protocol(),
        host,
        hostFirst,
        to.address(),
        spec.containerFirst(),
        spec.count(),
        to.networkId());
  }
}
