package dev.pontoon.engine.drift;

import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.rtnetlink.Address;
import dev.pontoon.linux.rtnetlink.Link;
import dev.pontoon.linux.rtnetlink.Route;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a namespace had at one moment.
 *
 * @param links by name
 * @param routes of the main table that lead somewhere
 * @param sysctls by name; those that were asked for and exist
 */
record Seen(
    Map<String, Link> links,
    Map<Integer, String> names,
    Set<Place> addresses,
    Set<Place> routes,
    Map<String, String> sysctls) {

  /** An address or a destination, at a link. */
  record Place(String link, Cidr subnet) {}

  static Seen of(
      Collection<Link> links,
      List<Address> addresses,
      List<Route> routes,
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
    return new Seen(byName, names, given, led, Map.copyOf(sysctls));
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

  /** Whether there is a default route of a family, by whichever router. */
  boolean hasDefaultRoute(boolean v6) {
    return routes.stream().anyMatch(r -> r.subnet().length() == 0 && r.subnet().isV6() == v6);
  }
}
