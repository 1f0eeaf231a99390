package dev.pontoon.firewall;

import static dev.pontoon.firewall.EngineSite.BARE;
import static dev.pontoon.firewall.EngineSite.DUAL;
import static dev.pontoon.firewall.EngineSite.INTERNAL;
import static dev.pontoon.firewall.EngineSite.OTHER;
import static dev.pontoon.firewall.EngineSite.PLAIN;
import static dev.pontoon.firewall.EngineSite.SEPARATED;
import static dev.pontoon.firewall.EngineSite.ip;

import dev.pontoon.engine.FirewallBackend;
import dev.pontoon.engine.model.PortSpec;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.firewall.EngineSite.Container;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.netns.Sysctl;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Lan;
import dev.pontoon.testkit.LanNode;
import dev.pontoon.testkit.Node;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who reaches whom, by which address, seen as whom: on real packets, through the whole engine. One
 * host is asked everything, since making it takes longer than asking.
 */
@HostNamespace
class ReachabilityTest {
  private static final int WEB = 80;
  private static final int HIDDEN = 81;
  private static final int PUBLISHED = 5000;
  private static final int PUBLISHED_DUAL = 5001;
  private static final int PUBLISHED_SEPARATED = 5002;
  private static final int LOCAL_ONLY = 7000;
  private static final int LAN_ONLY = 7001;
  private static final int HOSTS_OWN = 9000;
  private static final InetAddress LOCALHOST = ip("127.0.0.1");
  private static final InetAddress LOCALHOST_V6 = ip("::1");

  private final Reach reach = new Reach();
  private HostNetwork host;
  private Lan lan;
  private LanNode client;

  @BeforeEach
  void wire(HostNetwork network) {
    host = network;
    lan = host.lan();
    client = lan.join("client");
    client.routeViaHost(Cidr.parse("172.16.0.0/12"));
    client.routeViaHost(Cidr.parse("fd00::/8"));
  }

  @AfterEach
  void stopAsking() {
    reach.close();
  }

  @ParameterizedTest(name = "{0} br_netfilter {1}")
  @CsvSource({"NFTABLES, true", "NFTABLES, false", "IPTABLES, true", "IPTABLES, false"})
  void whatIsPublishedAnswersAndNothingElse(FirewallBackend backend, boolean bridged)
      throws IOException {
    bridgedFramesMeetTheFirewall(bridged);
    client.node().serve(WEB);
    try (EngineSite site = new EngineSite(host, backend)) {
      Container plain = serving(site.join(PLAIN, both(PUBLISHED)), WEB, HIDDEN);
      Container dual = serving(site.join(DUAL, ports()), WEB, HIDDEN, 20_005, 6_007);
      Container other = site.join(OTHER);
      everywhere(plain, PUBLISHED, List.of(plain, site.join(PLAIN), other));
      everywhere(dual, PUBLISHED_DUAL, List.of(dual, site.join(DUAL), other));
      byIpv6(dual, List.of(dual, site.join(DUAL), other));
      unpublished(plain, other);
      unpublished(dual, other);
      boundToOneAddress();
      ranges();
      egress(dual, site.join(BARE));
      internal(site, dual);
      separated(site);
      reach.settle();
      boundToLocalhostEvenIfRoutedTo(site);
      whatIsNoLongerPublished(site, plain, dual);
      reach.verify();
    }
  }

  @Test
  void withoutFirewallTheRelayServesEveryPort() throws IOException {
    try (EngineSite site = new EngineSite(host, FirewallBackend.NONE)) {
      Container web = serving(site.join(PLAIN, both(PUBLISHED)), WEB);
      reach.reached("LAN", client.node(), lan.hostV4(), PUBLISHED);
      reach.reached("LAN by IPv6", client.node(), lan.hostV6(), PUBLISHED);
      reach.reached("host", host, LOCALHOST, PUBLISHED);
      reach.reached("host by ::1", host, LOCALHOST_V6, PUBLISHED);
      reach.reached("itself", web.node(), lan.hostV4(), PUBLISHED);
      reach.reached("neighbour", site.join(PLAIN).node(), web.gateway4(), PUBLISHED);
      reach.settle();
      whatIsNoLongerPublished(site, web, serving(site.join(DUAL, both(PUBLISHED_DUAL)), WEB));
      reach.verify();
    }
  }

  private void everywhere(Container web, int port, List<Container> containers) {
    InetAddress relayed = web.hasV6() ? web.gateway6() : web.gateway4();
    reach.seen("LAN", client.node(), lan.hostV4(), port, client.v4());
    reach.seen(
        "LAN by IPv6", client.node(), lan.hostV6(), port, web.hasV6() ? client.v6() : relayed);
    reach.seen("host by LAN address", host, lan.hostV4(), port, lan.hostV4(), web.gateway4());
    reach.reached("host by IPv6 LAN address", host, lan.hostV6(), port);
    reach.seen("host by localhost", host, LOCALHOST, port, web.gateway4());
    reach.seen("host by ::1", host, LOCALHOST_V6, port, relayed);
    reach.seen("host by gateway", host, web.gateway4(), port, web.gateway4());
    reach.reached("host by container address", host, web.v4(), WEB);
    for (String who : List.of("itself", "neighbour", "other")) {
      Node from = containers.get(List.of("itself", "neighbour", "other").indexOf(who)).node();
      reach.reached(who + " by LAN address", from, lan.hostV4(), port);
      reach.reached(who + " by gateway", from, web.gateway4(), port);
    }
    Container neighbour = containers.get(1);
    reach.seen("neighbour directly", neighbour.node(), web.v4(), WEB, neighbour.v4());
  }

  private void byIpv6(Container web, List<Container> containers) {
    reach.reached("host by IPv6 gateway", host, web.gateway6(), PUBLISHED_DUAL);
    reach.reached("host by IPv6 container address", host, web.v6(), WEB);
    for (Container from : containers) {
      String who = "container " + Addresses.text(from.v6());
      reach.reached(who + " by IPv6", from.node(), lan.hostV6(), PUBLISHED_DUAL);
      reach.reached(who + " by IPv6 gateway", from.node(), web.gateway6(), PUBLISHED_DUAL);
    }
    Container neighbour = containers.get(1);
    reach.seen("neighbour directly", neighbour.node(), web.v6(), WEB, neighbour.v6());
  }

  private void unpublished(Container web, Container other) {
    for (int port : List.of(WEB, HIDDEN)) {
      reach.unreached("LAN that routes", client.node(), web.v4(), port);
      reach.unreached("other", other.node(), web.v4(), port);
      if (web.hasV6()) {
        reach.unreached("LAN that routes", client.node(), web.v6(), port);
        reach.unreached("other", other.node(), web.v6(), port);
      }
    }
    reach.unreached("unpublished", client.node(), lan.hostV4(), HIDDEN);
    reach.unreached("unpublished", client.node(), lan.hostV6(), HIDDEN);
  }

  private void boundToOneAddress() {
    reach.reached("host", host, LOCALHOST, LOCAL_ONLY);
    reach.reached("host", host, LOCALHOST_V6, LOCAL_ONLY);
    reach.unreached("host by LAN address", host, lan.hostV4(), LOCAL_ONLY);
    reach.unreached("LAN", client.node(), lan.hostV4(), LOCAL_ONLY);
    reach.unreached("LAN", client.node(), lan.hostV6(), LOCAL_ONLY);
    reach.seen("LAN by its address", client.node(), lan.hostV4(), LAN_ONLY, client.v4());
    reach.unreached("host by another address", host, LOCALHOST, LAN_ONLY);
  }

  private void ranges() {
    for (InetAddress address : List.of(lan.hostV4(), lan.hostV6())) {
      reach.reached("one to one", client.node(), address, 20_005);
      reach.reached("shifted", client.node(), address, 3_007);
    }
    reach.reached("one to one", host, LOCALHOST_V6, 20_005);
    reach.reached("shifted", host, LOCALHOST_V6, 3_007);
  }

  private void egress(Container masqueraded, Container bare) {
    reach.seen("egress", masqueraded.node(), client.v4(), WEB, lan.hostV4());
    reach.seen("egress", masqueraded.node(), client.v6(), WEB, lan.hostV6());
    reach.seen("egress without masquerade", bare.node(), client.v4(), WEB, bare.v4());
    reach.seen("egress without masquerade", bare.node(), client.v6(), WEB, bare.v6());
  }

  private void internal(EngineSite site, Container web) throws IOException {
    Container inside = serving(site.join(INTERNAL), WEB);
    Container beside = site.join(INTERNAL);
    lead(inside.node(), "default", inside.gateway4()); // the engine gives it none
    lead(inside.node(), "default", inside.gateway6());
    reach.unreached("internal to LAN", inside.node(), client.v4(), WEB);
    reach.unreached("internal to LAN", inside.node(), client.v6(), WEB);
    reach.unreached("internal to web", inside.node(), web.v4(), WEB);
    reach.unreached("LAN to internal", client.node(), inside.v4(), WEB);
    reach.unreached("LAN to internal", client.node(), inside.v6(), WEB);
    reach.unreached("web to internal", web.node(), inside.v4(), WEB);
    reach.reached("host to internal", host, inside.v4(), WEB);
    reach.reached("internal neighbours", beside.node(), inside.v4(), WEB);
    reach.reached("internal neighbours", beside.node(), inside.v6(), WEB);
  }

  private void separated(EngineSite site) throws IOException {
    Container alone = serving(site.join(SEPARATED, both(PUBLISHED_SEPARATED)), WEB);
    Container beside = site.join(SEPARATED);
    reach.unreached("neighbour without ICC", beside.node(), alone.v4(), WEB);
    reach.unreached("neighbour without ICC", beside.node(), alone.v6(), WEB);
    reach.reached("neighbour by host", beside.node(), lan.hostV4(), PUBLISHED_SEPARATED);
    reach.reached("LAN", client.node(), lan.hostV4(), PUBLISHED_SEPARATED);
    reach.reached("egress without ICC", beside.node(), client.v4(), WEB);
  }

  private void boundToLocalhostEvenIfRoutedTo(EngineSite site) throws IOException {
    LanNode attacker = lan.join("attacker");
    leadLoopback(attacker.node(), lan.hostV4());
    Container rogue = site.join(DUAL);
    leadLoopback(rogue.node(), rogue.gateway4());
    host.serve(LOCALHOST, HOSTS_OWN);
    for (int port : List.of(LOCAL_ONLY, HOSTS_OWN)) {
      reach.unreached("LAN that routes 127/8", attacker.node(), LOCALHOST, port);
      reach.unreached("container that routes 127/8", rogue.node(), LOCALHOST, port);
    }
    reach.settle();
  }

  private void whatIsNoLongerPublished(EngineSite site, Container plain, Container dual)
      throws IOException {
    serving(site.replace(plain, PLAIN), WEB);
    serving(site.replace(dual, DUAL), WEB);
    for (int port : List.of(PUBLISHED, PUBLISHED_DUAL)) {
      reach.unreached("no longer published", client.node(), lan.hostV4(), port);
      reach.unreached("no longer published", client.node(), lan.hostV6(), port);
      reach.unreached("no longer published", host, LOCALHOST, port);
      reach.unreached("no longer published", host, LOCALHOST_V6, port);
    }
    reach.settle();
  }

  private static Container serving(Container container, int... ports) throws IOException {
    for (int port : ports) {
      container.node().serve(port);
    }
    return container;
  }

  /** Makes a namespace send packets to 127.0.0.1 out, as an attacker's raw socket would. */
  private static void leadLoopback(Node node, InetAddress gateway) {
    node.call(() -> {
      Sysctl.set("ipv4/conf/all/route_localnet", "1");
      return 0;
    });
    node.exec("ip", "addr", "del", "127.0.0.1/8", "dev", "lo").orFail();
    lead(node, "127.0.0.1", gateway);
  }

  private static void lead(Node node, String destination, InetAddress gateway) {
    String family = Addresses.isV6(gateway) ? "-6" : "-4";
    node.exec("ip", family, "route", "add", destination, "via", Addresses.text(gateway)).orFail();
  }

  private void bridgedFramesMeetTheFirewall(boolean on) {
    host.call(() -> {
      for (String name : List.of("bridge-nf-call-iptables", "bridge-nf-call-ip6tables")) {
        if (Sysctl.exists("bridge/" + name)) {
          Sysctl.set("bridge/" + name, on ? "1" : "0");
        }
      }
      return 0;
    });
  }

  /** One port everywhere, one on each loopback address, one on the LAN's, and two ranges. */
  private PortSpec[] ports() {
    Stream<PortSpec> single =
        Stream.of(
                both(Optional.empty(), PUBLISHED_DUAL),
                both(Optional.of(LOCALHOST), LOCAL_ONLY),
                both(Optional.of(LOCALHOST_V6), LOCAL_ONLY),
                both(Optional.of(lan.hostV4()), LAN_ONLY))
            .flatMap(Stream::of);
    Stream<PortSpec> ranges =
        Stream.of(Protocol.TCP, Protocol.UDP)
            .flatMap(protocol ->
                Stream.of(
                    new PortSpec(protocol, Optional.empty(), 20_000, 10, 20_000, 10),
                    new PortSpec(protocol, Optional.empty(), 3_000, 10, 6_000, 10)));
    return Stream.concat(single, ranges).toArray(PortSpec[]::new);
  }

  private static PortSpec[] both(int hostPort) {
    return both(Optional.empty(), hostPort);
  }

  private static PortSpec[] both(Optional<InetAddress> address, int hostPort) {
    return Stream.of(Protocol.TCP, Protocol.UDP)
        .map(protocol -> new PortSpec(protocol, address, hostPort, 1, WEB, 1))
        .toArray(PortSpec[]::new);
  }
}
