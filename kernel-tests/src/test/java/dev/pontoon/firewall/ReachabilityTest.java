package dev.pontoon.firewall;

import static dev.pontoon.firewall.Site.ip;

import dev.pontoon.engine.FirewallBackend;
import dev.pontoon.engine.model.PortSpec;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.firewall.Site.Container;
import dev.pontoon.firewall.Site.Shape;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.netns.Sysctl;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Lan;
import dev.pontoon.testkit.LanNode;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who reaches whom, by which address, seen as whom: on real packets, for each backend. */
@HostNamespace
class ReachabilityTest {
  private static final int WEB = 80;
  private static final int HIDDEN = 81;
  private static final int PUBLISHED = 5000;
  private static final int LOCAL_ONLY = 7000;
  private static final InetAddress LOCALHOST = ip("127.0.0.1");
  private static final InetAddress LOCALHOST_V6 = ip("::1");

  private HostNetwork host;
  private Lan lan;
  private LanNode client;
  private final Reach reach = new Reach();

  private Site site(HostNetwork on, FirewallBackend backend, Shape shape) {
    host = on;
    lan = on.lan();
    client = lan.join("client");
    return new HandMadeSite(on, backend, shape);
  }

  private static Stream<Arguments> translating() {
    return Stream.of(FirewallBackend.NFTABLES, FirewallBackend.IPTABLES)
        .flatMap(backend ->
            Stream.of(Shape.PLAIN, Shape.DUAL)
                .flatMap(shape ->
                    Stream.of(true, false).map(bridged -> Arguments.of(backend, shape, bridged))));
  }

  @ParameterizedTest(name = "{0} {1} br_netfilter {2}")
  @MethodSource("translating")
  void aPublishedPortAnswersFromEverywhere(
      FirewallBackend backend, Shape shape, boolean bridged, HostNetwork network)
      throws IOException {
    bridgedFramesMeetTheFirewall(network, bridged);
    try (Site site = site(network, backend, shape)) {
      site.web().node().serve(WEB);
      site.publish(port(Optional.empty(), PUBLISHED), udp(Optional.empty(), PUBLISHED));
      fromOutside(site);
      fromTheHost(site);
      fromContainers(site);
      if (shape.ipv6()) {
        byIpv6(site);
      }
      reach.verify();
    }
  }

  private void fromOutside(Site site) {
    reach.seen("LAN", client.node(), lan.hostV4(), PUBLISHED, client.v4());
    InetAddress relayed = site.web().gateway4();
    reach.seen(
        "LAN by IPv6",
        client.node(),
        lan.hostV6(),
        PUBLISHED,
        site.web().hasV6() ? client.v6() : relayed);
  }

  private void fromTheHost(Site site) {
    InetAddress bridge4 = site.web().gateway4();
    InetAddress bridge6 = site.web().gateway6();
    reach.seen("host by LAN address", host, lan.hostV4(), PUBLISHED, lan.hostV4(), bridge4);
    reach.seen("host by localhost", host, LOCALHOST, PUBLISHED, bridge4);
    reach.seen("host by gateway", host, bridge4, PUBLISHED, bridge4);
    InetAddress relayed = site.web().hasV6() ? bridge6 : bridge4;
    reach.seen("host by ::1", host, LOCALHOST_V6, PUBLISHED, relayed);
    reach.reached("host by container address", host, site.web().v4().address(), WEB);
  }

  private void fromContainers(Site site) {
    for (Container from : List.of(site.web(), site.neighbour(), site.other())) {
      String who = "container " + from.node().name();
      reach.reached(who + " by LAN address", from.node(), lan.hostV4(), PUBLISHED);
      reach.reached(who + " by gateway", from.node(), site.web().gateway4(), PUBLISHED);
    }
    reach.seen(
        "neighbour directly",
        site.neighbour().node(),
        site.web().v4().address(),
        WEB,
        site.neighbour().v4().address());
  }

  private void byIpv6(Site site) {
    reach.reached("host by IPv6 gateway", host, site.web().gateway6(), PUBLISHED);
    reach.reached("host by IPv6 LAN address", host, lan.hostV6(), PUBLISHED);
    for (Container from : List.of(site.web(), site.neighbour(), site.other())) {
      String who = "container " + from.node().name();
      reach.reached(who + " by IPv6", from.node(), lan.hostV6(), PUBLISHED);
      reach.reached(who + " by IPv6 gateway", from.node(), site.web().gateway6(), PUBLISHED);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NFTABLES", "IPTABLES"})
  void whatIsNotPublishedIsUnreachable(FirewallBackend backend, HostNetwork network)
      throws IOException {
    try (Site site = site(network, backend, Shape.DUAL)) {
      site.web().node().serve(WEB);
      site.web().node().serve(HIDDEN);
      site.publish(port(Optional.empty(), PUBLISHED), udp(Optional.empty(), PUBLISHED));
      client.routeViaHost(Cidr.parse("172.16.0.0/12"));
      client.routeViaHost(Cidr.parse("fd00::/8"));
      for (int port : List.of(WEB, HIDDEN)) {
        reach.unreached("routing LAN", client.node(), site.web().v4().address(), port);
        reach.unreached("routing LAN", client.node(), site.web().v6().address(), port);
        reach.unreached("other", site.other().node(), site.web().v4().address(), port);
        reach.unreached("other", site.other().node(), site.web().v6().address(), port);
      }
      reach.unreached("unpublished", client.node(), lan.hostV4(), HIDDEN);
      site.unpublish();
      reach.unreached("no longer published", client.node(), lan.hostV4(), PUBLISHED);
      reach.unreached("no longer published", client.node(), lan.hostV6(), PUBLISHED);
      reach.unreached("no longer published", host, LOCALHOST, PUBLISHED);
      reach.unreached("no longer published", host, LOCALHOST_V6, PUBLISHED);
      reach.verify();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NFTABLES", "IPTABLES"})
  void aPortOnLocalhostIsTheHostsOwn(FirewallBackend backend, HostNetwork network)
      throws IOException {
    try (Site site = site(network, backend, Shape.DUAL)) {
      site.web().node().serve(WEB);
      site.publish(
          port(Optional.of(LOCALHOST), LOCAL_ONLY),
          udp(Optional.of(LOCALHOST), LOCAL_ONLY),
          port(Optional.of(LOCALHOST_V6), LOCAL_ONLY),
          udp(Optional.of(LOCALHOST_V6), LOCAL_ONLY),
          port(Optional.of(lan.hostV4()), PUBLISHED),
          udp(Optional.of(lan.hostV4()), PUBLISHED));
      reach.reached("host", host, LOCALHOST, LOCAL_ONLY);
      reach.reached("host", host, LOCALHOST_V6, LOCAL_ONLY);
      reach.unreached("host by LAN address", host, lan.hostV4(), LOCAL_ONLY);
      reach.unreached("LAN", client.node(), lan.hostV4(), LOCAL_ONLY);
      reach.unreached("LAN", client.node(), lan.hostV6(), LOCAL_ONLY);
      reach.seen("LAN by its address", client.node(), lan.hostV4(), PUBLISHED, client.v4());
      reach.unreached("host by another address", host, LOCALHOST, PUBLISHED);
      leadLoopbackToHost();
      reach.unreached("LAN that routes 127/8", client.node(), LOCALHOST, LOCAL_ONLY);
      leadLoopbackToHost(site.neighbour());
      reach.unreached(
          "container that routes 127/8", site.neighbour().node(), LOCALHOST, LOCAL_ONLY);
      reach.verify();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NFTABLES", "IPTABLES"})
  void networksAreIsolated(FirewallBackend backend, HostNetwork network) throws IOException {
    try (Site site = site(network, backend, Shape.DUAL)) {
      client.node().serve(WEB);
      site.web().node().serve(WEB);
      site.other().node().serve(WEB);
      site.inside().node().serve(WEB);
      client.routeViaHost(Cidr.parse("172.16.0.0/12"));
      reach.seen("egress", site.web().node(), client.v4(), WEB, lan.hostV4());
      reach.seen("egress by IPv6", site.web().node(), client.v6(), WEB, lan.hostV6());
      reach.unreached("web to other", site.web().node(), site.other().v4().address(), WEB);
      reach.unreached("internal to LAN", site.inside().node(), client.v4(), WEB);
      reach.unreached("internal to LAN", site.inside().node(), client.v6(), WEB);
      reach.unreached("internal to web", site.inside().node(), site.web().v4().address(), WEB);
      reach.unreached("LAN to internal", client.node(), site.inside().v4().address(), WEB);
      reach.unreached("web to internal", site.web().node(), site.inside().v4().address(), WEB);
      reach.reached("host to internal", host, site.inside().v4().address(), WEB);
      reach.reached(
          "internal neighbours", site.insideToo().node(), site.inside().v4().address(), WEB);
      reach.verify();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NFTABLES", "IPTABLES"})
  void withoutMasqueradeTheContainersAddressGoesOut(FirewallBackend backend, HostNetwork network)
      throws IOException {
    try (Site site = site(network, backend, new Shape(true, true, false))) {
      client.node().serve(WEB);
      client.routeViaHost(Cidr.parse("172.16.0.0/12"));
      client.routeViaHost(Cidr.parse("fd00::/8"));
      reach.seen("egress", site.web().node(), client.v4(), WEB, site.web().v4().address());
      reach.seen("egress", site.web().node(), client.v6(), WEB, site.web().v6().address());
      reach.verify();
    }
  }

  @ParameterizedTest(name = "{0} br_netfilter {2}")
  @MethodSource("translating")
  void withoutInterContainerTrafficOnlyPublishedPortsAnswer(
      FirewallBackend backend, Shape shape, boolean bridged, HostNetwork network)
      throws IOException {
    bridgedFramesMeetTheFirewall(network, bridged);
    try (Site site = site(network, backend, new Shape(shape.ipv6(), false, true))) {
      site.web().node().serve(WEB);
      client.node().serve(WEB);
      site.publish(port(Optional.empty(), PUBLISHED), udp(Optional.empty(), PUBLISHED));
      reach.unreached("neighbour", site.neighbour().node(), site.web().v4().address(), WEB);
      if (shape.ipv6()) {
        reach.unreached("neighbour", site.neighbour().node(), site.web().v6().address(), WEB);
      }
      reach.reached("neighbour by host", site.neighbour().node(), lan.hostV4(), PUBLISHED);
      reach.reached("LAN", client.node(), lan.hostV4(), PUBLISHED);
      reach.reached("egress", site.neighbour().node(), client.v4(), WEB);
      reach.verify();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NFTABLES", "IPTABLES"})
  void rangesKeepOrShiftTheirNumbers(FirewallBackend backend, HostNetwork network)
      throws IOException {
    try (Site site = site(network, backend, Shape.DUAL)) {
      site.web().node().serve(20_005);
      site.web().node().serve(6_007);
      for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
        site.publish(
            new PortSpec(protocol, Optional.empty(), 20_000, 10, 20_000, 10),
            new PortSpec(protocol, Optional.empty(), 3_000, 10, 6_000, 10));
      }
      for (InetAddress address : List.of(lan.hostV4(), lan.hostV6())) {
        reach.reached("one to one", client.node(), address, 20_005);
        reach.reached("shifted", client.node(), address, 3_007);
      }
      reach.reached("one to one", host, LOCALHOST_V6, 20_005);
      reach.reached("shifted", host, LOCALHOST_V6, 3_007);
      reach.verify();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE"})
  void withoutFirewallTheRelayServesEveryPort(FirewallBackend backend, HostNetwork network)
      throws IOException {
    try (Site site = site(network, backend, Shape.PLAIN)) {
      site.web().node().serve(WEB);
      site.publish(port(Optional.empty(), PUBLISHED), udp(Optional.empty(), PUBLISHED));
      reach.reached("LAN", client.node(), lan.hostV4(), PUBLISHED);
      reach.reached("LAN by IPv6", client.node(), lan.hostV6(), PUBLISHED);
      reach.reached("host", host, LOCALHOST, PUBLISHED);
      reach.reached("host by ::1", host, LOCALHOST_V6, PUBLISHED);
      reach.reached("itself", site.web().node(), lan.hostV4(), PUBLISHED);
      reach.reached("neighbour", site.neighbour().node(), site.web().gateway4(), PUBLISHED);
      site.unpublish();
      reach.unreached("no longer published", host, LOCALHOST, PUBLISHED);
      reach.verify();
    }
  }

  private void leadLoopbackToHost() {
    leadLoopback(client.node(), lan.hostV4());
  }

  private static void leadLoopbackToHost(Container container) {
    leadLoopback(container.node(), container.gateway4());
  }

  /** Makes a namespace send packets to 127.0.0.1 out, as an attacker's raw socket would. */
  private static void leadLoopback(dev.pontoon.testkit.Node node, InetAddress gateway) {
    node.call(() -> {
      Sysctl.set("ipv4/conf/all/route_localnet", "1");
      return 0;
    });
    node.exec("ip", "route", "del", "local", "127.0.0.0/8", "dev", "lo", "table", "local").orFail();
    node.exec("ip", "route", "del", "local", "127.0.0.1", "dev", "lo", "table", "local").orFail();
    node.exec("ip", "route", "add", "127.0.0.1", "via", gateway.getHostAddress()).orFail();
  }

  private static void bridgedFramesMeetTheFirewall(HostNetwork network, boolean on) {
    network.call(() -> {
      for (String name : List.of("bridge-nf-call-iptables", "bridge-nf-call-ip6tables")) {
        if (Sysctl.exists("bridge/" + name)) {
          Sysctl.set("bridge/" + name, on ? "1" : "0");
        }
      }
      return 0;
    });
  }

  private static PortSpec port(Optional<InetAddress> address, int hostPort) {
    return new PortSpec(Protocol.TCP, address, hostPort, 1, WEB, 1);
  }

  private static PortSpec udp(Optional<InetAddress> address, int hostPort) {
    return new PortSpec(Protocol.UDP, address, hostPort, 1, WEB, 1);
  }
}
