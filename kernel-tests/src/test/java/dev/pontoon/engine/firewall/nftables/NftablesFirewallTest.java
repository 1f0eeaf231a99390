package dev.pontoon.engine.firewall.nftables;

import static dev.pontoon.engine.firewall.nftables.Peer.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.engine.firewall.FirewallChange;
import dev.pontoon.engine.firewall.NetworkRules;
import dev.pontoon.engine.firewall.PortRules;
import dev.pontoon.engine.firewall.Translation;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.sys.KernelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The firewall's promises, kept to real packets: a host with a LAN neighbour, and with two networks
 * of containers, a and b on the one, c on the other.
 */
@ParameterizedClass(name = "br_netfilter {0}")
@ValueSource(ints = {0, 1})
class NftablesFirewallTest {
  private static final int RELAY = 4444;
  private static final List<String> HOST = List.of("10.9.0.1", "2001:db8:9::1");
  private static final List<String> GATEWAY = List.of("172.17.0.1", "fd00:17::1");
  private static final List<String> A = List.of("172.17.0.2", "fd00:17::2");
  private static final List<String> B = List.of("172.17.0.3", "fd00:17::3");
  private static final List<String> C = List.of("172.18.0.2", "fd00:18::2");
  private static final List<String> LAN = List.of("10.9.0.2", "2001:db8:9::2");
  private static final List<String> ANY = List.of("0.0.0.0", "::");

  /** Whether the bridge shows its frames to netfilter, as on hosts with Kubernetes or Docker. */
  @Parameter int bridgeNetfilter;

  private final Peer host = new Peer("host");
  private final Peer lan = new Peer("lan");
  private final Peer a = new Peer("a");
  private final Peer b = new Peer("b");
  private final Peer c = new Peer("c");
  private final NftablesFirewall firewall = new NftablesFirewall(host.namespace(), RELAY);

  @BeforeEach
  void open() throws Exception {
    host.sysctls(List.of("net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1"));
    for (Peer peer : List.of(host, lan, a, b, c)) { // no waiting for addresses
      peer.sysctls(List.of("net.ipv6.conf.default.accept_dad=0"));
    }
    if (Files.exists(Path.of("/proc/sys/net/bridge"))) { // br_netfilter may not be loaded
      for (String family : List.of("ip", "ip6")) {
        host.sysctls(List.of("net.bridge.bridge-nf-call-" + family + "tables=" + bridgeNetfilter));
      }
    }
    host.wire("eth0", lan, "eth0");
    addresses(host, "eth0", HOST, 24, 64);
    addresses(lan, "eth0", LAN, 24, 64);
    for (String subnet : List.of("172.16.0.0/12", "127.0.0.1/32")) {
      lan.ip("route add " + subnet + " via 10.9.0.1 src 10.9.0.2");
    }
    lan.ip("route add fd00::/8 via 2001:db8:9::1");
    bridge("br0", GATEWAY);
    bridge("br1", List.of("172.18.0.1", "fd00:18::1"));
    container(a, "br0", "va", A, GATEWAY);
    container(b, "br0", "vb", B, GATEWAY);
    container(c, "br1", "vc", C, List.of("172.18.0.1", "fd00:18::1"));
    for (Peer peer : List.of(a, b, c, lan)) {
      peer.serve(80);
    }
    firewall.reset(List.of(network("br0", 17), network("br1", 18)), List.of(), List.of());
  }

  @AfterEach
  void close() throws Exception {
    firewall.close();
    for (Peer peer : List.of(a, b, c, lan, host)) {
      peer.close();
    }
  }

  @Test
  void aPublishedPortAnswersFromEverywhereAndSeesTheRealClientWhereItCan() {
    for (int v = 0; v < 2; v++) {
      publish(5000, ANY.get(v), A.get(v));
      assertThat(lan.ask(HOST.get(v), 5000)).isEqualTo("a " + LAN.get(v));
      assertThat(host.ask(HOST.get(v), 5000)).isEqualTo("a " + HOST.get(v));
      assertThat(host.ask(GATEWAY.get(v), 5000)).isEqualTo("a " + GATEWAY.get(v));
      assertThat(b.ask(HOST.get(v), 5000)).isEqualTo("a " + GATEWAY.get(v));
      assertThat(b.ask(GATEWAY.get(v), 5000)).isEqualTo("a " + GATEWAY.get(v));
      assertThat(a.ask(HOST.get(v), 5000)).isEqualTo("a " + GATEWAY.get(v));
      assertThat(c.ask(HOST.get(v), 5000)).isEqualTo("a " + C.get(v));
      assertThat(b.ask(A.get(v), 80)).isEqualTo("a " + B.get(v));
    }
    assertThat(host.ask("127.0.0.1", 5000)).isEqualTo("a " + GATEWAY.getFirst());
    assertThat(host.ask("127.9.9.9", 5000)).isEqualTo("a " + GATEWAY.getFirst());
  }

  @Test
  void theRelayServesLoopbackOfIpv6AndPortsThatCrossFamilies() throws Exception {
    host.serve(RELAY);
    publish(5000, "::", A.get(1));
    publish(5001, "::", A.get(0));
    publish(5002, "::1", A.get(1));
    apply(new FirewallChange.Publish(port(6000, 6009, "::", A.get(0), 6000)));

    for (int port : List.of(5000, 5001, 5002)) {
      assertThat(host.ask("::1", port)).as("port %d", port).isEqualTo("host ::1");
    }
    assertThat(host.tcp("::1", 6005)).isEqualTo("host ::1");
    assertThat(lan.ask(HOST.get(1), 5000)).isEqualTo("a " + LAN.get(1));
    assertThat(lan.ask(HOST.get(1), 5001)).isEqualTo("host " + LAN.get(1));
    assertThat(lan.probe(HOST.get(1), 5002)).isEqualTo(UNREACHABLE);
    assertThat(lan.tcp(HOST.get(1), 6009)).isEqualTo("host " + LAN.get(1));
    assertThat(lan.probe(HOST.get(1), RELAY)).isEqualTo(UNREACHABLE);
    assertThat(lan.probe(HOST.get(0), RELAY)).isEqualTo(UNREACHABLE);
  }

  @Test
  void egressGetsTheHostsAddress() {
    for (int v = 0; v < 2; v++) {
      assertThat(a.ask(LAN.get(v), 80)).isEqualTo("lan " + HOST.get(v));
    }
  }

  @Test
  void nothingButEstablishedAndPublishedTrafficGetsIn() {
    for (int v = 0; v < 2; v++) {
      publish(5000, ANY.get(v), A.get(v));
      assertThat(lan.probe(A.get(v), 80)).isEqualTo(UNREACHABLE);
      assertThat(lan.probe(A.get(v), 5000)).isEqualTo(UNREACHABLE);
      assertThat(lan.probe(HOST.get(v), 80)).isEqualTo(UNREACHABLE);
      assertThat(c.probe(A.get(v), 80)).isEqualTo(UNREACHABLE);
    }
  }

  @Test
  void aPortOfLoopbackIsForTheHostAlone() {
    publish(6000, "127.0.0.1", A.getFirst());
    assertThat(host.ask("127.0.0.1", 6000)).isEqualTo("a 172.17.0.1");
    assertThat(host.probe(HOST.getFirst(), 6000)).isEqualTo(UNREACHABLE);
    assertThat(lan.probe(HOST.getFirst(), 6000)).isEqualTo(UNREACHABLE);

    lan.ip("addr del 127.0.0.1/8 dev lo"); // so that it asks the host
    lan.sysctls(List.of("net.ipv4.conf.eth0.route_localnet=1"));
    assertThat(lan.probe("127.0.0.1", 6000)).isEqualTo(UNREACHABLE);
    // Even where somebody lets the host route it:
    host.sysctls(List.of("net.ipv4.conf.eth0.route_localnet=1"));
    assertThat(lan.probe("127.0.0.1", 6000)).isEqualTo(UNREACHABLE);
  }

  @Test
  void containersDoNotReachTheHostsLoopback() throws Exception {
    host.serve(7000);
    assertThat(a.ask(GATEWAY.getFirst(), 7000)).isEqualTo("host 172.17.0.2");
    a.ip("addr del 127.0.0.1/8 dev lo");
    a.ip("route add 127.0.0.1/32 via 172.17.0.1 src 172.17.0.2");
    a.sysctls(List.of("net.ipv4.conf.eth0.route_localnet=1"));
    assertThat(a.probe("127.0.0.1", 7000)).isEqualTo(UNREACHABLE);
  }

  @Test
  void aPortOfOneAddressIsNotOnOthers() {
    for (int v = 0; v < 2; v++) {
      publish(5000, HOST.get(v), A.get(v));
      assertThat(lan.ask(HOST.get(v), 5000)).isEqualTo("a " + LAN.get(v));
      assertThat(host.probe(GATEWAY.get(v), 5000)).isEqualTo(UNREACHABLE);
    }
  }

  @Test
  void aRangeIsOneElementWhereItIsOneToOne() throws Exception {
    a.serve(21_234);
    apply(new FirewallChange.Publish(port(20_000, 29_999, "0.0.0.0", A.get(0), 20_000)));
    apply(new FirewallChange.Publish(port(20_000, 29_999, "::", A.get(1), 20_000)));
    apply(new FirewallChange.Publish(port(8000, 8002, "0.0.0.0", B.get(0), 79)));

    assertThat(lan.tcp(HOST.get(0), 21_234)).isEqualTo("a " + LAN.get(0));
    assertThat(lan.tcp(HOST.get(1), 21_234)).isEqualTo("a " + LAN.get(1));
    assertThat(host.tcp("127.0.0.1", 21_234)).isEqualTo("a 172.17.0.1");
    assertThat(lan.tcp(HOST.get(0), 8001)).isEqualTo("b " + LAN.get(0));
    assertThat(rows("DNAT")).hasSize(5);
  }

  @Test
  void whatIsUnpublishedIsGoneAndWhatIsRemovedLeavesNothing() {
    apply(new FirewallChange.Publish(port(5000, 5000, "0.0.0.0", A.get(0), 80)));
    assertThat(lan.tcp(HOST.get(0), 5000)).isEqualTo("a " + LAN.get(0));
    apply(new FirewallChange.Publish(port(5000, 5000, "0.0.0.0", A.get(0), 80)).inverse());
    assertThat(lan.probe(HOST.get(0), 5000)).isEqualTo(UNREACHABLE);

    apply(new FirewallChange.RemoveNetwork(network("br1", 18)));
    firewall.reset(List.of(), List.of(), List.of());
    assertThat(firewall.translations()).isEmpty();
    firewall.remove();
    firewall.remove();
    assertThat(host.run("nft list ruleset")).isEmpty();
  }

  @Test
  void aRefusedChangeLeavesAllAsItWas() {
    publish(5000, "0.0.0.0", A.get(0));
    String before = host.run("nft list ruleset");
    assertThatThrownBy(() ->
            firewall.apply(
                List.of(
                    new FirewallChange.Publish(port(5001, 5001, "0.0.0.0", A.get(0), 80)),
                    new FirewallChange.Publish(port(5000, 5000, "0.0.0.0", B.get(0), 80)))))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("ports4");
    assertThat(host.run("nft list ruleset")).isEqualTo(before);
  }

  @Test
  void anInternalNetworkHasNoWayOutOrIn() {
    firewall.reset(List.of(rules("br0", 17, true, true), network("br1", 18)), List.of(), List.of());
    for (int v = 0; v < 2; v++) {
      publish(5000, ANY.get(v), A.get(v));
      publish(5001, ANY.get(v), C.get(v));
      assertThat(a.probe(LAN.get(v), 80)).isEqualTo(UNREACHABLE);
      assertThat(a.probe(HOST.get(v), 5001)).isEqualTo(UNREACHABLE);
      assertThat(lan.probe(HOST.get(v), 5000)).isEqualTo(UNREACHABLE);
      assertThat(b.ask(A.get(v), 80)).isEqualTo("a " + B.get(v));
      assertThat(lan.ask(HOST.get(v), 5001)).isEqualTo("c " + LAN.get(v));
    }
  }

  @Test
  void separatedContainersMeetOnlyAtPublishedPorts() {
    firewall.reset(List.of(rules("br0", 17, false, false)), List.of(), List.of());
    publish(5000, "0.0.0.0", A.get(0));
    // Sent through the host, since frames within a bridge are the bridge's to forbid.
    b.ip("route add 172.17.0.2/32 via 172.17.0.1");
    host.sysctls(List.of("net.ipv4.conf.br0.send_redirects=0"));
    assertThat(b.probe(A.get(0), 80)).isEqualTo(UNREACHABLE);
    assertThat(b.ask(HOST.get(0), 5000)).isEqualTo("a 172.17.0.1");
  }

  @Test
  void foreignTrafficIsForwardedAsBefore() throws Exception {
    try (Peer other = new Peer("other")) {
      host.wire("eth1", other, "eth0");
      host.address("eth1", "10.8.0.1/24");
      other.address("eth0", "10.8.0.2/24");
      other.ip("route add default via 10.8.0.1");
      lan.ip("route add 10.8.0.0/24 via 10.9.0.1");
      other.serve(80);
      assertThat(lan.ask("10.8.0.2", 80)).isEqualTo("other 10.9.0.2");
    }
  }

  @Test
  void translationsAreCounted() {
    apply(new FirewallChange.Publish(port(5000, 5000, "0.0.0.0", A.get(0), 80)));
    lan.tcp(HOST.get(0), 5000);
    a.tcp(LAN.get(0), 80);

    assertThat(rows("DNAT"))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.detail()).isEqualTo("tcp dpt:5000 to:172.17.0.2:80");
          assertThat(row.destination()).isEqualTo("0.0.0.0/0");
          assertThat(row.packets()).isEqualTo(1);
        });
  }

  @Test
  void describesChangesAsCommandsThatDoTheSame() throws Exception {
    List<FirewallChange> changes =
        Stream.of(
                port(5000, 5000, "0.0.0.0", A.get(0), 80),
                port(5000, 5000, "::", A.get(1), 80),
                port(5001, 5001, "10.9.0.1", A.get(0), 80),
                port(6000, 6009, "::", A.get(0), 6000))
            .map(rules -> (FirewallChange) new FirewallChange.Publish(rules))
            .toList();
    List<String> commands = firewall.describe(changes);
    assertThat(commands)
        .contains("nft 'add element inet pontoon ports4 { tcp . 5000 : 172.17.0.2 . 80 }'");
    firewall.apply(changes);
    String ours = host.run("nft list ruleset");

    firewall.reset(List.of(network("br0", 17), network("br1", 18)), List.of(), List.of());
    for (String command : commands) {
      host.run("nft " + command.substring("nft ".length()).replace("'", ""));
    }
    assertThat(host.run("nft list ruleset")).isEqualTo(ours);
  }

  private List<Translation> rows(String target) {
    return firewall.translations().stream().filter(row -> row.target().equals(target)).toList();
  }

  private void publish(int port, String on, String to) {
    List<FirewallChange> changes = new ArrayList<>();
    for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
      changes.add(
          new FirewallChange.Publish(
              new PortRules(
                  "sandbox",
                  "br0",
                  new PortMapping(
                      protocol, Addresses.parse(on), port, Addresses.parse(to), 80, 1, "net"))));
    }
    firewall.apply(changes);
  }

  private void apply(FirewallChange change) {
    firewall.apply(List.of(change));
  }

  private static PortRules port(int first, int last, String on, String to, int containerFirst) {
    return new PortRules(
        "sandbox",
        "br0",
        new PortMapping(
            Protocol.TCP,
            Addresses.parse(on),
            first,
            Addresses.parse(to),
            containerFirst,
            last - first + 1,
            "net"));
  }

  private static NetworkRules network(String bridge, int number) {
    return rules(bridge, number, true, false);
  }

  private static NetworkRules rules(String bridge, int number, boolean icc, boolean internal) {
    return new NetworkRules(
        "id",
        "network of " + bridge,
        bridge,
        List.of(Cidr.parse("172." + number + ".0.0/16"), Cidr.parse("fd00:" + number + "::/64")),
        true,
        icc,
        internal);
  }

  private void bridge(String name, List<String> gateway) {
    host.ip("link add " + name + " type bridge");
    addresses(host, name, gateway, 16, 64);
    host.ip("link set " + name + " up");
    host.sysctls(List.of("net.ipv4.conf." + name + ".route_localnet=1"));
  }

  private void container(
      Peer peer, String bridge, String link, List<String> addresses, List<String> gateway) {
    host.wire(link, peer, "eth0");
    host.ip("link set " + link + " master " + bridge);
    host.ip("link set " + link + " type bridge_slave hairpin on");
    addresses(peer, "eth0", addresses, 16, 64);
    gateway.forEach(address -> peer.ip("route add default via " + address));
  }

  private static void addresses(
      Peer peer, String link, List<String> addresses, int length4, int length6) {
    peer.address(link, addresses.get(0) + "/" + length4);
    peer.address(link, addresses.get(1) + "/" + length6);
  }
}
