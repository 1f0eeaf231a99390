package dev.pontoon.engine.firewall.nftables;

import dev.pontoon.engine.firewall.FirewallChange;
import dev.pontoon.engine.firewall.NetworkRules;
import dev.pontoon.engine.firewall.PortRules;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.nftables.Change;
import dev.pontoon.linux.nftables.Element;
import dev.pontoon.linux.nftables.Family;
import dev.pontoon.linux.nftables.Interval;
import dev.pontoon.linux.nftables.NamedSet;
import dev.pontoon.linux.nftables.Values;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which elements a network or a published port is. */
final class ElementPlan {
  private static final InetAddress LOOPBACK6 = Addresses.parse("::1");

  private final boolean relay;
  private final Map<NamedSet, List<Element>> elements = new LinkedHashMap<>();

  private ElementPlan(boolean relay) {
    this.relay = relay;
  }

  /** What a change of networks or ports is in sets; {@code relay} says whether there is one. */
  static List<Change> changes(FirewallChange change, boolean relay) {
    return switch (change) {
      case FirewallChange.AddNetwork(NetworkRules network) -> of(network).added();
      case FirewallChange.RemoveNetwork(NetworkRules network) -> of(network).deleted();
      case FirewallChange.Publish(PortRules ports) -> of(ports.mapping(), relay).added();
      case FirewallChange.Unpublish(PortRules ports) -> of(ports.mapping(), relay).deleted();
      case FirewallChange.Guard _, FirewallChange.Unguard _ -> List.of();
    };
  }

  private List<Change> added() {
    List<Change> changes = new ArrayList<>();
    elements.forEach((set, list) -> changes.add(new Change.AddElements(set, list)));
    return changes;
  }

  private List<Change> deleted() {
    List<Change> changes = new ArrayList<>();
    elements.forEach((set, list) -> changes.add(new Change.DeleteElements(set, list)));
    return changes;
  }

  private static ElementPlan of(NetworkRules network) {
    ElementPlan plan = new ElementPlan(false);
    Bytes bridge = Values.interfaceName(network.bridge());
    plan.add(Sets.BRIDGES, Element.of(bridge).withComment(network.name()));
    plan.add(Sets.WITHIN, Element.of(bridge, bridge));
    for (Cidr subnet : network.subnets()) {
      plan.add(
          subnet.isV6() ? Sets.SUBNETS6 : Sets.SUBNETS4,
          Element.of(List.of(Interval.of(subnet), Interval.of(bridge))));
    }
    if (network.internal()) {
      plan.add(Sets.INTERNAL, Element.of(bridge));
    }
    if (!network.interContainer()) {
      plan.add(Sets.SEPARATED, Element.of(bridge));
    }
    if (network.masquerade() && !network.internal()) {
      plan.masquerade(network, bridge, Family.IPV4);
      plan.masquerade(network, bridge, Family.IPV6);
    }
    return plan;
  }

  private void masquerade(NetworkRules network, Bytes bridge, Family family) {
    String subnets =
        network.subnets().stream()
            .filter(subnet -> subnet.isV6() == (family == Family.IPV6))
            .map(Cidr::toString)
            .collect(Collectors.joining(","));
    if (!subnets.isEmpty()) {
      add(Sets.MASQUERADED, Element.of(Values.family(family), bridge).withComment(subnets));
    }
  }

  private static ElementPlan of(PortMapping mapping, boolean relay) {
    ElementPlan plan = new ElementPlan(relay);
    if (mapping.crossesFamilies() || mapping.hostAddress().equals(LOOPBACK6)) {
      plan.relayed(mapping, mapping.hostAddress());
      return plan;
    }
    plan.translated(mapping);
    if (Addresses.isV6(mapping.hostAddress()) && mapping.hostAddress().isAnyLocalAddress()) {
      plan.relayed(mapping, LOOPBACK6);
    }
    return plan;
  }

  private void translated(PortMapping mapping) {
    boolean v6 = Addresses.isV6(mapping.hostAddress());
    Bytes to = Values.address(mapping.containerAddress());
    if (mapping.count() > 1 && mapping.oneToOne()) {
      add(v6 ? Sets.RANGES6 : Sets.RANGES4, range(mapping, mapping.hostAddress()).to(to));
      return;
    }
    boolean everywhere = mapping.hostAddress().isAnyLocalAddress();
    NamedSet any = v6 ? Sets.PORTS6 : Sets.PORTS4;
    NamedSet one = v6 ? Sets.HOST_PORTS6 : Sets.HOST_PORTS4;
    IntStream.range(0, mapping.count())
        .forEach(i ->
            add(
                everywhere ? any : one,
                single(mapping, mapping.hostAddress(), i)
                    .to(to, Values.port(mapping.containerFirst() + i))));
  }

  private void relayed(PortMapping mapping, InetAddress address) {
    if (!relay || mapping.protocol() == Protocol.SCTP) {
      return;
    }
    if (!Addresses.isV6(address)) {
      throw new IllegalArgumentException(
          "port %d of %s leads to IPv6, which is not served"
              .formatted(mapping.hostFirst(), Addresses.text(address)));
    }
    if (mapping.count() > 1) {
      add(Sets.RELAYED_RANGES, range(mapping, address));
    } else if (address.isAnyLocalAddress()) {
      add(Sets.RELAYED_PORTS, single(mapping, address, 0));
    } else {
      add(Sets.RELAYED_HOST_PORTS, single(mapping, address, 0));
    }
  }

  private static Element range(PortMapping mapping, InetAddress address) {
    Interval addresses =
        address.isAnyLocalAddress()
            ? Interval.of(new Cidr(address, 0))
            : Interval.of(Values.address(address));
    return Element.of(
        List.of(
            addresses,
            Interval.of(Values.protocol(mapping.protocol().number())),
            new Interval(Values.port(mapping.hostFirst()), Values.port(mapping.hostLast()))));
  }

  private static Element single(PortMapping mapping, InetAddress address, int index) {
    Bytes protocol = Values.protocol(mapping.protocol().number());
    Bytes port = Values.port(mapping.hostFirst() + index);
    return address.isAnyLocalAddress()
        ? Element.of(protocol, port)
        : Element.of(Values.address(address), protocol, port);
  }

  private void add(NamedSet set, Element element) {
    elements.computeIfAbsent(set, _ -> new ArrayList<>()).add(element);
  }
}
