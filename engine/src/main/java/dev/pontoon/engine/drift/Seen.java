package dev.pontoon.engine.drift;

import dev.pontoon.engine.plan.LinkChange;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.ip.MacAddress;
import dev.pontoon.linux.rtnetlink.Address;
import dev.pontoon.linux.rtnetlink.Link;
import dev.pontoon.linux.rtnetlink.Neighbour;
import dev.pontoon.linux.rtnetlink.NeighbourState;
import dev.pontoon.linux.rtnetlink.Route;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a namespace had at one moment.
 *
 * @param links by name
 * @param routes of the main table that lead somewhere
 * @param neighbours that the engine told of
 * @param sysctls by name; those that were asked for and exist
 */
record Seen(
    Map<String, Link> links,
    Map<Integer, String> names,
    Set<Place> addresses,
    Set<Place> routes,
    Set<Acquaintance> neighbours,
    Map<String, String> sysctls) {

  /** An address or a destination, at a link. */
  record Place(String link, Cidr subnet) {}

  /** A neighbour at a link. */
  record Acquaintance(String link, InetAddress address, Optional<MacAddress> mac) {
    static Acquaintance of(LinkChange.AddNeighbour told) {
      return new Acquaintance(told.link(), told.address(), Optional.of(told.mac()));
    }
  }

  static Seen of(
      Collection<Link> links,
      List<Address> addresses,
      List<Route> routes,
      List<Neighbour> neighbours,
      Map<String, String> sysctls) {
    Map<String, Link> byName = new HashMap<>();
    Map<Integer, String> names = new HashMap<>();
    for (Link link : links) {
      byName.put(link.name(), link);
      names.put(link.index(), link.name());
    }
    Set<Place> given = new HashSet<>();
    addresses.forEach(a -> given.add(new Place(names.getOrDefault(a.link(), ""), a.address())));
    Set<Place> led = new HashSet<>();
    routes.stream()
        .filter(r -> r.table() == Route.TABLE_MAIN && r.type() == Route.TYPE_UNICAST)
        .forEach(r -> led.add(new Place(names.getOrDefault(r.link(), ""), r.destination())));
    Set<Acquaintance> told =
        neighbours.stream()
            .filter(n -> n.protocol() == LinkChange.AddNeighbour.PROTOCOL)
            .filter(n -> n.state() == NeighbourState.PERMANENT)
            .map(n -> new Acquaintance(names.getOrDefault(n.link(), ""), n.address(), n.mac()))
            .collect(Collectors.toSet());
    return new Seen(byName, names, given, led, told, Map.copyOf(sysctls));
  }

  Optional<Link> link(String name) {
    return Optional.ofNullable(links.get(name));
  }

  /** The name of the bridge that a link is a port of; empty if of none. */
  String master(Link link) {
    return names.getOrDefault(link.master(), "");
  }

  boolean hasAddress(String link, Cidr address) {
    return addresses.contains(new Place(link, address));
  }

  boolean leadsTo(Cidr subnet, String link) {
    return routes.contains(new Place(link, subnet));
  }

  boolean knows(String link, InetAddress address, MacAddress mac) {
    return neighbours.contains(new Acquaintance(link, address, Optional.of(mac)));
  }

  /** Whether there is a default route of a family, by whichever router. */
  boolean hasDefaultRoute(boolean v6) {
    return routes.stream().anyMatch(r -> r.subnet().length() == 0 && r.subnet().isV6() == v6);
  }
}
