package dev.pontoon.engine.model;

import dev.pontoon.linux.ip.MacAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A place on a network to give to a container.
 *
 * @param network the network's name, id, or the start of its id
 * @param ipv4 the address wanted; empty leases the next one
 * @param aliases further names of the container on this network
 * @param unguarded whether the container may send with addresses that are not its own
 * @param gatewayPriority the higher, the sooner this place provides the default route
 * @param linkLocal further addresses on the container's interface, of no subnet of the network
 */
public record EndpointSpec(
    String network,
    Optional<InetAddress> ipv4,
    Optional<InetAddress> ipv6,
    Optional<MacAddress> mac,
    List<String> aliases,
    boolean unguarded,
    int gatewayPriority,
    List<InetAddress> linkLocal) {
  public EndpointSpec {
    aliases = List.copyOf(aliases);
    linkLocal = List.copyOf(Objects.requireNonNullElse(linkLocal, List.of())); // older documents
  }

  /** A place with nothing asked for. */
  public static EndpointSpec on(String network) {
    return new EndpointSpec(
        network,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        false,
        0,
        List.of());
  }

  /** The same with another address wanted. */
  public EndpointSpec withIpv4(InetAddress address) {
    return new EndpointSpec(
        network, Optional.of(address), ipv6, mac, aliases, unguarded, gatewayPriority, linkLocal);
  }

  /** The same with another priority. */
  public EndpointSpec withGatewayPriority(int priority) {
    return new EndpointSpec(network, ipv4, ipv6, mac, aliases, unguarded, priority, linkLocal);
  }

  /** The same with other further addresses. */
  public EndpointSpec withLinkLocal(List<InetAddress> addresses) {
    return new EndpointSpec(
        network, ipv4, ipv6, mac, aliases, unguarded, gatewayPriority, addresses);
  }
}
