package dev.pontoon.engine;

import dev.pontoon.engine.ipam.Occupied;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.netns.Sysctl;
import dev.pontoon.linux.rtnetlink.Address;
import dev.pontoon.linux.rtnetlink.Link;
import dev.pontoon.linux.rtnetlink.Route;
import dev.pontoon.linux.rtnetlink.Rtnetlink;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The host namespace as the engine found it. */
record Host(NetworkNamespace namespace, Rtnetlink links, boolean ipv6) implements AutoCloseable {
  private static final int ETHERNET_MTU = 1500;
  private static final String TRACKED = "netfilter/nf_conntrack_count";
  private static final String TRACKED_MAX = "netfilter/nf_conntrack_max";

  static Host open(NetworkNamespace namespace) {
    Rtnetlink links = Rtnetlink.open(namespace);
    boolean ipv6 = namespace.call(() -> Sysctl.exists("ipv6/conf/all/disable_ipv6"));
    return new Host(namespace, links, ipv6);
  }

  /** The subnets that the host's routes and addresses use; default routes use none. */
  Occupied occupied() {
    Map<Integer, String> names =
        links.links().stream().collect(Collectors.toMap(Link::index, Link::name));
    Occupied used = Occupied.NOTHING;
    for (Route route : links.routes()) {
      if (route.table() != Route.TABLE_LOCAL && !route.isDefault()) {
        String device = names.getOrDefault(route.link(), "");
        used =
            used.plus(
                route.destination(),
                "route " + route.destination() + (device.isEmpty() ? "" : " dev " + device));
      }
    }
    for (Address address : links.addresses()) {
      String device = names.getOrDefault(address.link(), "");
      used = used.plus(address.address(), "address " + address.address() + " dev " + device);
    }
    return used;
  }

  /** The MTU of the default route's link, or Ethernet's. */
  int defaultMtu() {
    List<Route> routes = links.routes();
    return routes.stream()
        .filter(route -> route.isDefault() && route.link() != 0)
        .filter(route -> route.type() == Route.TYPE_UNICAST)
        .findFirst()
        .flatMap(route -> links.link(route.link()))
        .map(Link::mtu)
        .orElse(ETHERNET_MTU);
  }

  /** Whether the bridges show their frames to the rules of the IP layer (br_netfilter). */
  boolean bridgeNetfilter() {
    String name = "bridge/bridge-nf-call-iptables";
    return namespace.call(() -> Sysctl.exists(name) && !Sysctl.get(name).equals("0"));
  }

  /** What the namespace tracks; empty where the kernel has no connection tracking. */
  Optional<Health.Connections> connections() {
    return namespace.call(() ->
        Sysctl.exists(TRACKED)
            ? Optional.of(
                new Health.Connections(
                    Long.parseLong(Sysctl.get(TRACKED)), Long.parseLong(Sysctl.get(TRACKED_MAX))))
            : Optional.empty());
  }

  String sysctl(String name) {
    return namespace.call(() -> Sysctl.get(name));
  }

  @Override
  public void close() {
    links.close();
    namespace.close();
  }
}
