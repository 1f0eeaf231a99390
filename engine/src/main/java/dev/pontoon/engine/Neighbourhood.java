package dev.pontoon.engine;

import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.Subnet;
import dev.pontoon.engine.plan.Change;
import dev.pontoon.engine.plan.LinkChange;
import dev.pontoon.engine.plan.Place;
import dev.pontoon.linux.ip.Cidr;
import java.net.InetAddress;
import java.util.Optional;
import java.util.stream.Stream;

/** Who the host and a container tell of each other, so that neither has to ask. */
final class Neighbourhood {
  private Neighbourhood() {}

  /** Tells the host of a container. */
  static Stream<Change> introduce(Network network, Endpoint endpoint) {
    return known(endpoint)
        .map(address ->
            new LinkChange.AddNeighbour(Place.HOST, network.bridgeName(), address, endpoint.mac()));
  }

  /** Lets the host forget the container. */
  static Stream<Change> forget(Network network, Endpoint endpoint) {
    return known(endpoint)
        .map(address -> new LinkChange.DeleteNeighbour(network.bridgeName(), address));
  }

  /** Not those of one that may send with any address: it may take another MAC address, too. */
  private static Stream<InetAddress> known(Endpoint endpoint) {
    return endpoint.unguarded()
        ? Stream.of()
        : Stream.of(endpoint.ipv4(), endpoint.ipv6()).flatMap(Optional::stream).map(Cidr::address);
  }

  /** Tells a container of its bridge. */
  static Stream<Change> introduceBridge(Place inside, Network network, Endpoint endpoint) {
    return network.subnets().stream()
        .filter(
            subnet -> endpoint.addresses().map(Cidr::address).anyMatch(subnet.subnet()::contains))
        .map(Subnet::gateway)
        .map(gateway ->
            new LinkChange.AddNeighbour(
                inside, endpoint.containerInterface(), gateway, BridgePlans.mac(network)));
  }
}
