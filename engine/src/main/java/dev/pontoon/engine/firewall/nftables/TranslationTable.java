package dev.pontoon.engine.firewall.nftables;

import dev.pontoon.engine.firewall.Translation;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.nftables.Counter;
import dev.pontoon.linux.nftables.DataType;
import dev.pontoon.linux.nftables.Element;
import dev.pontoon.linux.nftables.ElementData;
import dev.pontoon.linux.nftables.Interval;
import dev.pontoon.linux.nftables.NamedSet;
import java.net.InetAddress;
import java.util.List;

/** Elements as rows of the translation table. */
final class TranslationTable {
  private static final String ANYWHERE4 = "0.0.0.0/0";
  private static final String ANYWHERE6 = "::/0";

  private TranslationTable() {}

  /** A published port or range: an element of one of the maps. */
  static Translation published(NamedSet map, Element element) {
    boolean v6 = map.data().getFirst() == DataType.IPV6_ADDRESS;
    List<Bytes> to = ((ElementData.Fields) element.data()).values();
    String address = Addresses.text(address(to.getFirst()));
    String ports = to.size() > 1 ? Integer.toString(to.get(1).u16be(0)) : dashed(ports(element));
    String target = (v6 ? "[" + address + "]" : address) + ":" + ports;
    return row(Ruleset.PUBLISH.name(), "DNAT", v6, element, "to:" + target);
  }

  /** A port or range that the relay serves. */
  static Translation relayed(Element element, int relayPort) {
    return row(Ruleset.RELAY.name(), "REDIRECT", true, element, "redir ports " + relayPort);
  }

  /** A network from which what leaves gets the host's address; its comment holds the subnets. */
  static Translation masqueraded(Element element) {
    String anywhere = element.comment().contains(":") ? ANYWHERE6 : ANYWHERE4;
    Counter counter = element.counter().orElse(Counter.ZERO);
    return new Translation(
        "postrouting",
        "MASQUERADE",
        "all",
        element.comment(),
        anywhere,
        "",
        counter.packets(),
        counter.bytes());
  }

  private static Translation row(
      String chain, String target, boolean v6, Element element, String suffix) {
    String protocol = protocol(element.key().get(element.key().size() - 2).from().u8(0));
    Interval ports = ports(element);
    String match =
        ports.single() ? " dpt:" + first(ports) : " dpts:" + first(ports) + ":" + last(ports);
    Counter counter = element.counter().orElse(Counter.ZERO);
    return new Translation(
        chain,
        target,
        protocol,
        v6 ? ANYWHERE6 : ANYWHERE4,
        destination(element, v6),
        protocol + match + " " + suffix,
        counter.packets(),
        counter.bytes());
  }

  private static String destination(Element element, boolean v6) {
    boolean everywhere = element.key().size() == 2 || !element.key().getFirst().single();
    return everywhere
        ? new Cidr(Addresses.parse(v6 ? "::" : "0.0.0.0"), 0).toString()
        : Addresses.text(address(element.key().getFirst().from()));
  }

  private static InetAddress address(Bytes bytes) {
    return Addresses.of(bytes.toArray());
  }

  private static Interval ports(Element element) {
    return element.key().getLast();
  }

  private static String dashed(Interval ports) {
    return ports.single() ? "" + first(ports) : first(ports) + "-" + last(ports);
  }

  private static int first(Interval ports) {
    return ports.from().u16be(0);
  }

  private static int last(Interval ports) {
    return ports.to().u16be(0);
  }

  private static String protocol(int number) {
    for (var protocol : Protocol.values()) {
      if (protocol.number() == number) {
        return protocol.toString();
      }
    }
    return Integer.toString(number);
  }
}
