package dev.pontoon.engine.model;

import dev.pontoon.linux.ip.MacAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A place on a network to give to a container.
 *
 * @param network the network's name, id, or the start of its id
 * @param ipv4 the address wanted; empty leases the next one
 * @param aliases further names of the container on this network
 * @param unguarded whether the container may send with addresses that are not its own
 */
public record EndpointSpec(
    String network,
    Optional<InetAddress> ipv4,
    Optional<InetAddress> ipv6,
    Optional<MacAddress> mac,
    List<String> aliases,
    boolean unguarded) {
  public EndpointSpec {
    aliases = List.copyOf(aliases);
  }

  /** A place with nothing asked for. */
  public static EndpointSpec on(String network) {
    return new EndpointSpec(
        network, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), false);
  }
}
