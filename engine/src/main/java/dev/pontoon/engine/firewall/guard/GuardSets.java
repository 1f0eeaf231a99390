package dev.pontoon.engine.firewall.guard;

import static dev.pontoon.linux.nftables.DataType.ETHER_ADDRESS;
import static dev.pontoon.linux.nftables.DataType.INTERFACE_NAME;
import static dev.pontoon.linux.nftables.DataType.IPV4_ADDRESS;
import static dev.pontoon.linux.nftables.DataType.IPV6_ADDRESS;

import dev.pontoon.linux.nftables.Family;
import dev.pontoon.linux.nftables.NamedSet;
import dev.pontoon.linux.nftables.Selector;
import dev.pontoon.linux.nftables.Table;
import java.util.List;

/** The guard's table with its sets, whose elements are the endpoints. */
final class GuardSets {
  static final Table TABLE = new Table(Family.BRIDGE, "pontoon", "container networks");

  /** The guarded ports; looked into only for what is to be dropped, so that elements count that. */
  static final NamedSet GUARDED = NamedSet.set(TABLE, "guarded", INTERFACE_NAME).withCounters();

  /** Each port with its MAC and its IPv4 address. */
  static final NamedSet SOURCES4 =
      NamedSet.set(TABLE, "sources4", INTERFACE_NAME, ETHER_ADDRESS, IPV4_ADDRESS);

  /** Each port with its MAC and its IPv6 addresses, the unspecified one (RFC 4291) included. */
  static final NamedSet SOURCES6 =
      NamedSet.set(TABLE, "sources6", INTERFACE_NAME, ETHER_ADDRESS, IPV6_ADDRESS);

  /** Each port with the addresses that it may ask for or answer for in neighbour discovery. */
  static final NamedSet TARGETS6 =
      NamedSet.set(TABLE, "targets6", INTERFACE_NAME, IPV6_ADDRESS)
          .madeOf(Selector.IIFNAME, Selector.ND_TARGET);

  /** Each port with the link-layer address that it may tell in neighbour discovery. */
  static final NamedSet LINKS6 =
      NamedSet.set(TABLE, "links6", INTERFACE_NAME, ETHER_ADDRESS)
          .madeOf(Selector.IIFNAME, Selector.ND_LINK);

  static final List<NamedSet> ALL = List.of(GUARDED, SOURCES4, SOURCES6, TARGETS6, LINKS6);

  private GuardSets() {}
}
