package dev.pontoon.engine.model;

import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.ip.MacAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A container's place on a bridge network.
 *
 * @param id 64 hexadecimal digits
 * @param networkId the network's
 * @param hostInterface the end of the veth pair on the bridge: {@code vethad06c29}
 * @param containerInterface the end in the sandbox: {@code eth0}
 * @param ipv4 the address with the subnet's prefix length
 * @param gateway4 the default route, if this endpoint provides the sandbox's
 * @param unguarded whether it may send with addresses that are not its own; not so where an older
 *     document does not say
 * @param gatewayPriority the higher, the sooner it provides the default route; 0 where an older
 *     document does not say
 * @param linkLocal further addresses of the end in the sandbox
 */
public record Endpoint(
    String id,
    String networkId,
    String hostInterface,
    String containerInterface,
    MacAddress mac,
    Optional<Cidr> ipv4,
    Optional<Cidr> ipv6,
    Optional<InetAddress> gateway4,
    Optional<InetAddress> gateway6,
    List<String> aliases,
    boolean unguarded,
    int gatewayPriority,
    List<Cidr> linkLocal) {
  public Endpoint {
    aliases = List.copyOf(aliases);
    linkLocal = List.copyOf(Objects.requireNonNullElse(linkLocal, List.of())); // older documents
  }

  /** All addresses, those of the network first. */
  public Stream<Cidr> addresses() {
    return Stream.concat(Stream.of(ipv4, ipv6).flatMap(Optional::stream), linkLocal.stream());
  }

  /** The same, providing these default routes. */
  public Endpoint withGateways(
      Optional<InetAddress> newGateway4, Optional<InetAddress> newGateway6) {
    return new Endpoint(
        id,
        networkId,
        hostInterface,
        containerInterface,
        mac,
        ipv4,
        ipv6,
        newGateway4,
        newGateway6,
        aliases,
        unguarded,
        gatewayPriority,
        linkLocal);
  }
}
