package dev.pontoon.engine.ports;

import dev.pontoon.linux.ip.Addresses;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Whose ports are published, and where they lead.
 *
 * @param sandboxId the container's id
 * @param name the endpoint's name in errors: the container's
 * @param networkId the network of the addresses
 * @param ipv4 the container's address; one of both is there
 * @param hostBinding where ports without a host address are published; empty is everywhere
 */
public record PublishTarget(
    String sandboxId,
    String name,
    String networkId,
    Optional<InetAddress> ipv4,
    Optional<InetAddress> ipv6,
    Optional<InetAddress> hostBinding) {
  public PublishTarget {
    if (ipv4.isEmpty() && ipv6.isEmpty()) {
      throw new IllegalArgumentException("endpoint " + name + " has no address to publish to");
    }
  }

  /** The container's address that serves a host address: of its family, if there is one. */
  InetAddress addressFor(InetAddress host) {
    Optional<InetAddress> same = Addresses.isV6(host) ? ipv6 : ipv4;
    return same.or(() -> ipv4).or(() -> ipv6).orElseThrow();
  }
}
