package dev.pontoon.engine.ports;

import dev.pontoon.linux.ip.Addresses;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Whose ports are published, and where they lead.
 *
 * @param sandboxId the container's id
 * @param name the endpoint's name in errors: the container's
 * @param ipv4 where ports of IPv4 lead; one of both is there
 * @param hostBinding where ports without a host address are published; empty is everywhere
 */
public record PublishTarget(
    String sandboxId,
    String name,
    Optional<Destination> ipv4,
    Optional<Destination> ipv6,
    Optional<InetAddress> hostBinding) {
  public PublishTarget {
    if (ipv4.isEmpty() && ipv6.isEmpty()) {
      throw new IllegalArgumentException("endpoint " + name + " has no address to publish to");
    }
  }

  /** An address of the container, on one of its networks. */
  public record Destination(String networkId, InetAddress address) {}

  /** Where ports of a host address lead: to an address of its family, if there is one. */
  public Destination destinationFor(InetAddress host) {
    Optional<Destination> same = Addresses.isV6(host) ? ipv6 : ipv4;
    return same.or(() -> ipv4).or(() -> ipv6).orElseThrow();
  }
}
