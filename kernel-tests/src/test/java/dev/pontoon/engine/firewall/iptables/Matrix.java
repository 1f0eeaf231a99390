package dev.pontoon.engine.firewall.iptables;

import dev.pontoon.engine.firewall.FirewallChange;
import dev.pontoon.engine.firewall.NetworkRules;
import dev.pontoon.engine.firewall.PortRules;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import java.util.List;

/** The kinds of networks and of ports that rules differ by. */
final class Matrix {
  static final int RELAY = 40_000;
  static final String V4 = "172.17.0.2";
  static final String V6 = "fd00:17::2";

  private Matrix() {}

  enum NetworkKind {
    PLAIN,
    DUAL,
    INTERNAL,
    SEPARATED,
    UNMASQUERADED;

    NetworkRules network() {
      Cidr v4 = Cidr.parse("172.17.0.0/16");
      return new NetworkRules(
          "id",
          "bridge",
          "docker0",
          this == PLAIN ? List.of(v4) : List.of(v4, Cidr.parse("fd00:17::/64")),
          this != UNMASQUERADED,
          this != SEPARATED,
          this == INTERNAL);
    }
  }

  enum PortKind {
    TCP(Protocol.TCP, "0.0.0.0", 5000, V4, 5000, 1),
    TCP_TO_ANOTHER_PORT(Protocol.TCP, "0.0.0.0", 8080, V4, 80, 1),
    UDP(Protocol.UDP, "0.0.0.0", 53, V4, 53, 1),
    SCTP(Protocol.SCTP, "0.0.0.0", 3868, V4, 3868, 1),
    ONE_ADDRESS(Protocol.TCP, "192.0.2.1", 5000, V4, 5000, 1),
    LOCALHOST(Protocol.TCP, "127.0.0.1", 5000, V4, 5000, 1),
    RANGE(Protocol.UDP, "0.0.0.0", 20_000, V4, 20_000, 10_000),
    SHIFTED_RANGE(Protocol.TCP, "0.0.0.0", 3_000, V4, 6_000, 10),
    V6_WILDCARD(Protocol.TCP, "::", 5000, V6, 5000, 1),
    V6_RANGE(Protocol.TCP, "::", 3_000, V6, 6_000, 10),
    V6_ADDRESS(Protocol.TCP, "2001:db8::1", 5000, V6, 5000, 1),
    V6_LOCALHOST(Protocol.TCP, "::1", 5000, V6, 5000, 1),
    CROSSING(Protocol.UDP, "::", 5000, V4, 5000, 1),
    CROSSING_BACK(Protocol.TCP, "0.0.0.0", 5000, V6, 5000, 1);

    @SuppressWarnings("ImmutableEnumChecker") // addresses are immutable, but not marked so
    private final PortMapping mapping;

    PortKind(Protocol protocol, String host, int first, String to, int toFirst, int count) {
      this.mapping =
          new PortMapping(
              protocol, Addresses.parse(host), first, Addresses.parse(to), toFirst, count, "id");
    }

    PortRules ports() {
      return new PortRules("web", "docker0", mapping);
    }

    FirewallChange publish() {
      return new FirewallChange.Publish(ports());
    }
  }
}
