package dev.pontoon.engine.firewall.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.engine.firewall.FirewallChange;
import dev.pontoon.engine.firewall.NetworkRules;
import dev.pontoon.engine.firewall.PortRules;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.nftables.NftText;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElementPlanTest {
  private static final String ADD = "add element inet pontoon ";

  @Test
  void aNetworkIsItsBridgeAndItsSubnets() {
    assertThat(text(new FirewallChange.AddNetwork(network(true, true, false))))
        .containsExactly(
            ADD + "bridges { \"br0\" comment \"web\" }",
            ADD + "within { \"br0\" . \"br0\" }",
            ADD + "subnets4 { 172.17.0.0-172.17.255.255 . \"br0\" }",
            ADD + "subnets6 { fd00::-fd00::ffff:ffff:ffff:ffff . \"br0\" }",
            ADD
                + "masqueraded { ipv4 . \"br0\" comment \"172.17.0.0/16\","
                + " ipv6 . \"br0\" comment \"fd00::/64\" }");
  }

  @Test
  void aNetworkWithoutMasqueradeOrNeighboursIsInOtherSets() {
    assertThat(text(new FirewallChange.AddNetwork(network(false, false, false))))
        .contains(ADD + "separated { \"br0\" }")
        .noneMatch(line -> line.contains("masqueraded"));
    assertThat(text(new FirewallChange.AddNetwork(network(true, true, true))))
        .contains(ADD + "internal { \"br0\" }")
        .noneMatch(line -> line.contains("masqueraded"));
  }

  @Test
  void onePortIsOneElement() {
    assertThat(publish("0.0.0.0", 5000, "172.17.0.2", 80, 1))
        .containsExactly(ADD + "ports4 { tcp . 5000 : 172.17.0.2 . 80 }");
    assertThat(publish("10.0.0.1", 5000, "172.17.0.2", 80, 1))
        .containsExactly(ADD + "host_ports4 { 10.0.0.1 . tcp . 5000 : 172.17.0.2 . 80 }");
  }

  @Test
  void aRangeOneToOneIsOneElementAndAnyOtherIsOneAPort() {
    assertThat(publish("0.0.0.0", 20_000, "172.17.0.2", 20_000, 10_000))
        .containsExactly(
            ADD + "ranges4 { 0.0.0.0-255.255.255.255 . tcp . 20000-29999 : 172.17.0.2 }");
    assertThat(publish("0.0.0.0", 8000, "172.17.0.2", 80, 2))
        .containsExactly(
            ADD + "ports4 { tcp . 8000 : 172.17.0.2 . 80, tcp . 8001 : 172.17.0.2 . 81 }");
  }

  @Test
  void theRelayServesLoopbackOfIpv6AndOtherFamilies() {
    assertThat(publish("::", 5000, "fd00::2", 80, 1))
        .containsExactly(
            ADD + "ports6 { tcp . 5000 : fd00::2 . 80 }",
            ADD + "relayed_host_ports { ::1 . tcp . 5000 }");
    assertThat(publish("::", 5000, "172.17.0.2", 80, 1))
        .containsExactly(ADD + "relayed_ports { tcp . 5000 }");
    assertThat(publish("::1", 5000, "fd00::2", 80, 1))
        .containsExactly(ADD + "relayed_host_ports { ::1 . tcp . 5000 }");
    assertThat(publish("::", 8000, "172.17.0.2", 80, 2))
        .containsExactly(
            ADD
                + "relayed_ranges { ::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
                + " . tcp . 8000-8001 }");
  }

  @Test
  void withoutARelayThereIsNothingForIt() {
    FirewallChange change = new FirewallChange.Publish(ports("::", 5000, "172.17.0.2", 80, 1));
    assertThat(ElementPlan.changes(change, false)).isEmpty();
  }

  @Test
  void anIpv4HostAddressOfAnIpv6ContainerIsRefused() {
    assertThatThrownBy(() -> publish("0.0.0.0", 5000, "fd00::2", 80, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("port 5000 of 0.0.0.0");
  }

  @Test
  void unpublishingDeletesTheKeysOfTheSameElements() {
    assertThat(text(new FirewallChange.Unpublish(ports("0.0.0.0", 5000, "172.17.0.2", 80, 1))))
        .containsExactly("delete element inet pontoon ports4 { tcp . 5000 }");
  }

  private static List<String> publish(String on, int port, String to, int inside, int count) {
    return text(new FirewallChange.Publish(ports(on, port, to, inside, count)));
  }

  private static List<String> text(FirewallChange change) {
    return ElementPlan.changes(change, true).stream().map(NftText::render).toList();
  }

  private static PortRules ports(String on, int port, String to, int inside, int count) {
    return new PortRules(
        "sandbox",
        "br0",
        new PortMapping(
            Protocol.TCP,
            Addresses.parse(on),
            port,
            Addresses.parse(to),
            inside,
            count,
            "network"));
  }

  private static NetworkRules network(boolean masquerade, boolean icc, boolean internal) {
    return new NetworkRules(
        "id",
        "web",
        "br0",
        List.of(Cidr.parse("172.17.0.0/16"), Cidr.parse("fd00::/64")),
        masquerade,
        icc,
        internal);
  }
}
