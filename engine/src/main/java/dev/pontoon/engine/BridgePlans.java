package dev.pontoon.engine;

import dev.pontoon.engine.firewall.FirewallChange;
import dev.pontoon.engine.firewall.NetworkRules;
import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.Subnet;
import dev.pontoon.engine.plan.Change;
import dev.pontoon.engine.plan.LinkChange;
import dev.pontoon.engine.plan.Place;
import dev.pontoon.engine.plan.Plan;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.ip.MacAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's side of bridge networks.
 *
 * @param ipv6 whether the host has IPv6
 * @param routeLoopback whether the firewall translates what the host sends to 127.0.0.1, and guards
 *     it; bridges then must take such addresses for routable
 */
record BridgePlans(Marks marks, boolean ipv6, boolean routeLoopback) {
  /**
   * Linux asks for the neighbour of a packet that it forwards by a link-local address
   * (ndisc_send_ns), and the kernel's own is there only after duplicate address detection.
   */
  private static final Cidr ROUTERS_OWN = Cidr.parse("fe80::1/64");

  private static final long MAC_BITS = 0xffff_ffff_ffffL;
  private static final long LOCAL_UNICAST = 0x02L << 40;
  private static final long FIRST_BYTE = 0xffL << 40;

  /** Makes a network's bridge and its rules. */
  Plan create(Network network) {
    return rulesOf(network)
        .map(rules -> link(network).then(Plan.of(firewall(new FirewallChange.AddNetwork(rules)))))
        .orElse(Plan.NOTHING);
  }

  /** Takes both away. */
  Plan remove(Network network) {
    return rulesOf(network)
        .map(rules ->
            Plan.of(
                firewall(new FirewallChange.RemoveNetwork(rules)),
                new Change.DeleteLink(network.bridgeName())))
        .orElse(Plan.NOTHING);
  }

  /** Makes a network's bridge alone. */
  Plan link(Network network) {
    String bridge = network.bridgeName();
    List<Change> changes = new ArrayList<>();
    changes.add(new LinkChange.CreateBridge(bridge, mtu(network), mac(network)));
    changes.add(new LinkChange.MarkBridge(bridge, marks.network(network)));
    changes.addAll(sysctls(network, bridge));
    for (Subnet subnet : network.subnets()) {
      Cidr address = new Cidr(subnet.gateway(), subnet.subnet().length());
      changes.add(new LinkChange.AddAddress(Place.HOST, bridge, address));
    }
    if (network.ipv6()) {
      changes.add(new LinkChange.AddAddress(Place.HOST, bridge, ROUTERS_OWN));
    }
    changes.add(new LinkChange.SetUp(Place.HOST, bridge));
    return new Plan(changes);
  }

  private List<Change> sysctls(Network network, String bridge) {
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.SetSysctl(Place.HOST, "ipv4/ip_forward", "1"));
    if (routeLoopback) {
      changes.add(sysctl("ipv4/conf/" + bridge + "/route_localnet", "1"));
    }
    if (network.ipv6()) {
      changes.add(sysctl("ipv6/conf/all/forwarding", "1"));
      changes.add(sysctl("ipv6/conf/" + bridge + "/accept_ra", "0"));
      changes.add(sysctl("ipv6/conf/" + bridge + "/disable_ipv6", "0"));
    } else if (ipv6) {
      changes.add(sysctl("ipv6/conf/" + bridge + "/disable_ipv6", "1"));
    }
    return changes;
  }

  private static Change sysctl(String name, String value) {
    return new Change.SetSysctl(Place.HOST, name, value);
  }

  private static Change firewall(FirewallChange change) {
    return new Change.ChangeFirewall(List.of(change));
  }

  /** What the firewall has to know of a network; nothing of one without a bridge. */
  static Optional<NetworkRules> rulesOf(Network network) {
    return network.driver() instanceof DriverConfig.Bridge bridge
        ? Optional.of(
            new NetworkRules(
                network.id(),
                network.name(),
                network.bridgeName(),
                network.subnets().stream().map(Subnet::subnet).toList(),
                bridge.masquerade(),
                bridge.interContainer(),
                network.internal()))
        : Optional.empty();
  }

  static int mtu(Network network) {
    if (network.driver() instanceof DriverConfig.Bridge bridge) {
      return bridge.mtu().orElseThrow();
    }
    throw new IllegalStateException("network " + network.name() + " has no MTU");
  }

  /** Made of the id, so that neighbours' tables stay right when a bridge has to be made again. */
  static MacAddress mac(Network network) {
    long bits = HexFormat.fromHexDigitsToLong(network.id(), 0, 12) & MAC_BITS;
    return new MacAddress((bits & ~FIRST_BYTE) | LOCAL_UNICAST);
  }
}
