package dev.pontoon.engine.firewall.nftables;

import static dev.pontoon.linux.nftables.DataType.INET_PROTOCOL;
import static dev.pontoon.linux.nftables.DataType.INET_SERVICE;
import static dev.pontoon.linux.nftables.DataType.INTERFACE_NAME;
import static dev.pontoon.linux.nftables.DataType.IPV4_ADDRESS;
import static dev.pontoon.linux.nftables.DataType.IPV6_ADDRESS;
import static dev.pontoon.linux.nftables.DataType.NF_PROTO;

import dev.pontoon.linux.nftables.DataType;
import dev.pontoon.linux.nftables.Family;
import dev.pontoon.linux.nftables.NamedSet;
import dev.pontoon.linux.nftables.Table;
import java.util.List;

/** The table with its sets and maps, whose elements are the networks and the ports. */
final class Sets {
  static final Table TABLE = new Table(Family.INET, "pontoon", "container networks");

  /** The bridges of all networks. */
  static final NamedSet BRIDGES = NamedSet.set(TABLE, "bridges", INTERFACE_NAME);

  /** Each bridge twice: what comes in and goes out by the same. */
  static final NamedSet WITHIN = NamedSet.set(TABLE, "within", INTERFACE_NAME, INTERFACE_NAME);

  /** Each subnet with its bridge. */
  static final NamedSet SUBNETS4 =
      NamedSet.set(TABLE, "subnets4", IPV4_ADDRESS, INTERFACE_NAME).withIntervals();

  static final NamedSet SUBNETS6 =
      NamedSet.set(TABLE, "subnets6", IPV6_ADDRESS, INTERFACE_NAME).withIntervals();

  /** The bridges of networks without a way out or in. */
  static final NamedSet INTERNAL = NamedSet.set(TABLE, "internal", INTERFACE_NAME);

  /** The bridges of networks whose containers may not talk to each other. */
  static final NamedSet SEPARATED = NamedSet.set(TABLE, "separated", INTERFACE_NAME);

  /** The bridges from which what leaves gets the host's address. */
  static final NamedSet MASQUERADED =
      NamedSet.set(TABLE, "masqueraded", NF_PROTO, INTERFACE_NAME).withCounters();

  /** Ports published on all addresses of IPv4. */
  static final NamedSet PORTS4 = ports("ports4", IPV4_ADDRESS);

  /** Ports published on all addresses of IPv6. */
  static final NamedSet PORTS6 = ports("ports6", IPV6_ADDRESS);

  /** Ports published on one address. */
  static final NamedSet HOST_PORTS4 = hostPorts("host_ports4", IPV4_ADDRESS);

  static final NamedSet HOST_PORTS6 = hostPorts("host_ports6", IPV6_ADDRESS);

  /** Ranges of ports published one to one, on one or on all addresses. */
  static final NamedSet RANGES4 = ranges("ranges4", IPV4_ADDRESS);

  static final NamedSet RANGES6 = ranges("ranges6", IPV6_ADDRESS);

  /** Ports on all addresses of IPv6 that the relay serves. */
  static final NamedSet RELAYED_PORTS =
      NamedSet.set(TABLE, "relayed_ports", INET_PROTOCOL, INET_SERVICE).withCounters();

  /** Ports on one address of IPv6 that the relay serves. */
  static final NamedSet RELAYED_HOST_PORTS =
      NamedSet.set(TABLE, "relayed_host_ports", IPV6_ADDRESS, INET_PROTOCOL, INET_SERVICE)
          .withCounters();

  /** Ranges of ports that the relay serves, on one or on all addresses. */
  static final NamedSet RELAYED_RANGES =
      NamedSet.set(TABLE, "relayed_ranges", IPV6_ADDRESS, INET_PROTOCOL, INET_SERVICE)
          .withIntervals()
          .withCounters();

  static final List<NamedSet> ALL =
      List.of(
          BRIDGES,
          WITHIN,
          SUBNETS4,
          SUBNETS6,
          INTERNAL,
          SEPARATED,
          MASQUERADED,
          PORTS4,
          HOST_PORTS4,
          RANGES4,
          PORTS6,
          HOST_PORTS6,
          RANGES6,
          RELAYED_PORTS,
          RELAYED_HOST_PORTS,
          RELAYED_RANGES);

  private Sets() {}

  private static NamedSet ports(String name, DataType address) {
    return NamedSet.map(
            TABLE, name, List.of(INET_PROTOCOL, INET_SERVICE), List.of(address, INET_SERVICE))
        .withCounters();
  }

  private static NamedSet hostPorts(String name, DataType address) {
    return NamedSet.map(
            TABLE,
            name,
            List.of(address, INET_PROTOCOL, INET_SERVICE),
            List.of(address, INET_SERVICE))
        .withCounters();
  }

  private static NamedSet ranges(String name, DataType address) {
    return NamedSet.map(
            TABLE, name, List.of(address, INET_PROTOCOL, INET_SERVICE), List.of(address))
        .withIntervals()
        .withCounters();
  }
}
