package dev.pontoon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.engine.drift.BackoffPolicy;
import dev.pontoon.engine.drift.DriftOptions;
import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.NetworkMode;
import dev.pontoon.engine.model.NetworkSpec;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.model.SandboxSpec;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Lan;
import dev.pontoon.testkit.LanNode;
import dev.pontoon.testkit.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Somebody else changes what the engine made, on a host with things of others beside it. */
@HostNamespace
class DriftTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final BackoffPolicy NO_WAIT =
      new BackoffPolicy(Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1));

  /**
   * A way to break things.
   *
   * @param command where {@code VETH} is the first container's link, {@code NETNS} its namespace,
   *     {@code OTHER} that of the second
   * @param told how the difference is called
   */
  record Breakage(String command, String told) {
    @Override
    public String toString() {
      return command;
    }
  }

  private static final List<Breakage> OF_LINKS =
      List.of(
          new Breakage("ip link del pontoon0", "link pontoon0 of network bridge"),
          new Breakage("ip link del VETH", "link VETH of container c1"),
          new Breakage("ip link set pontoon0 down", "link pontoon0 of network bridge"),
          new Breakage("ip link set VETH down", "link VETH of container c1"),
          new Breakage("ip link set VETH nomaster", "master of link VETH of container c1"),
          new Breakage("ip link set VETH master other0", "master of link VETH of container c1"),
          new Breakage(
              "ip addr del 172.17.0.1/16 dev pontoon0",
              "address 172.17.0.1/16 of link pontoon0 of network bridge"),
          new Breakage(
              "ip addr flush dev six0", "address 172.18.0.1/16 of link six0 of network six"),
          new Breakage(
              "ip addr del fe80::1/64 dev six0", "address fe80::1/64 of link six0 of network six"),
          new Breakage(
              "ip route del 172.17.0.0/16",
              "route to 172.17.0.0/16 from link pontoon0 of network bridge"),
          new Breakage("ip link set six0 down", "link six0 of network six"),
          new Breakage(
              "ip -6 route del fd00:6::/64 dev six0",
              "route to fd00:6::/64 from link six0 of network six"),
          new Breakage("sysctl -qw net.ipv4.ip_forward=0", "sysctl net/ipv4/ip_forward of host"),
          new Breakage(
              "sysctl -qw net.ipv6.conf.all.forwarding=0",
              "sysctl net/ipv6/conf/all/forwarding of host"),
          new Breakage("nsenter --net=NETNS ip link del eth0", "link VETH of container c1"),
          new Breakage("nsenter --net=NETNS ip link set eth0 down", "link eth0 of container c1"),
          new Breakage(
              "nsenter --net=NETNS ip addr flush dev eth0",
              "address 172.17.0.2/16 of link eth0 of container c1"),
          new Breakage(
              "nsenter --net=NETNS ip route del default",
              "default route via 172.17.0.1 from link eth0 of container c1"),
          new Breakage(
              "nsenter --net=NETNS ip route del 172.17.0.0/16",
              "route to 172.17.0.0/16 from link eth0 of container c1"),
          new Breakage(
              "nsenter --net=OTHER ip route del default",
              "default route via 172.18.0.1 from link eth0 of container c2"),
          new Breakage(
              "nsenter --net=OTHER ip addr del 169.254.7.7/16 dev eth1",
              "address 169.254.7.7/16 of link eth1 of container c2"),
          new Breakage(
              "nsenter --net=OTHER ip addr del fe80::7/64 dev eth0",
              "address fe80::7/64 of link eth0 of container c2"),
          new Breakage(
              "nsenter --net=OTHER ip route del 169.254.0.0/16",
              "route to 169.254.0.0/16 from link eth1 of container c2"));

  private static final List<Breakage> OF_NFTABLES =
      List.of(
          new Breakage("nft flush ruleset", "table inet pontoon of firewall"),
          new Breakage("nft delete table inet pontoon", "table inet pontoon of firewall"),
          new Breakage(
              "nft flush table inet pontoon", "rules of chain inet pontoon guard of firewall"),
          new Breakage(
              "nft flush chain inet pontoon forward",
              "rules of chain inet pontoon forward of firewall"),
          new Breakage(
              "nft insert rule inet pontoon forward drop",
              "rules of chain inet pontoon forward of firewall"),
          new Breakage(
              "nft delete element inet pontoon ports4 { tcp . 5001 }",
              "element tcp . 5001 of map inet pontoon ports4 of container c1"),
          new Breakage(
              "nft add element inet pontoon ports4 { tcp . 99 : 172.17.0.2 . 99 }",
              "element tcp . 99 of map inet pontoon ports4 of firewall"),
          new Breakage(
              "nft flush set inet pontoon bridges",
              "element \"pontoon0\" of set inet pontoon bridges of network bridge"));

  private static final List<Breakage> OF_IPTABLES =
      List.of(
          new Breakage(
              "iptables -F", "rule iptables -t filter -A DOCKER-FORWARD -j DOCKER-CT of firewall"),
          new Breakage(
              "iptables -t nat -F",
              "rule iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER of firewall"),
          new Breakage(
              "iptables -D FORWARD -j DOCKER-FORWARD",
              "jumps of chain FORWARD of iptables table filter of firewall"),
          new Breakage(
              "iptables -t nat -D DOCKER -p tcp -m tcp --dport 5001 -j DNAT --to-destination 172.17.0.2:80",
              "rule iptables -t nat -A DOCKER -p tcp -m tcp --dport 5001 -j DNAT"
                  + " --to-destination 172.17.0.2:80 of container c1"),
          new Breakage("nft flush ruleset", "chain DOCKER of iptables table filter of firewall"));

  static Stream<Arguments> breakages() {
    return Stream.of(
            OF_LINKS.stream().map(b -> Arguments.of(FirewallBackend.NFTABLES, b)),
            OF_NFTABLES.stream().map(b -> Arguments.of(FirewallBackend.NFTABLES, b)),
            OF_LINKS.stream().limit(5).map(b -> Arguments.of(FirewallBackend.IPTABLES, b)),
            OF_IPTABLES.stream().map(b -> Arguments.of(FirewallBackend.IPTABLES, b)))
        .flatMap(s -> s);
  }

  private static EngineConfig config(HostNetwork host, FirewallBackend backend, DriftLog log) {
    return Fixture.config(host)
        .withFirewall(backend)
        .withDrift(DriftOptions.DEFAULT.withListener(log).withBackoff(NO_WAIT));
  }

  /** Things that are not the engine's, among them links and rules that look a little like its. */
  private static void addForeign(HostNetwork host) {
    host.exec("ip", "link", "add", "other0", "type", "bridge").orFail();
    host.exec("ip", "link", "set", "other0", "alias", "pontoon:not-ours", "up").orFail();
    host.exec("ip", "addr", "add", "10.9.0.1/24", "dev", "other0").orFail();
    host.exec("nft", "add", "table", "inet", "theirs").orFail();
    host.exec("nft", "add", "chain", "inet", "theirs", "forward").orFail();
    host.exec("nft", "add", "rule", "inet", "theirs", "forward", "counter").orFail();
  }

  private static Sandbox populate(Engine engine) {
    engine.createNetwork(six());
    Sandbox first = engine.attach(Fixture.published(1, "bridge"));
    EndpointSpec six =
        EndpointSpec.on("six")
            .withGatewayPriority(1)
            .withLinkLocal(List.of(Addresses.parse("fe80::7")));
    EndpointSpec bridge =
        EndpointSpec.on("bridge")
            .withLinkLocal(List.of(Addresses.parse("169.254.7.7"), Addresses.parse("169.254.7.8")));
    SandboxSpec second = Fixture.published(2, "six");
    engine.attach(
        new SandboxSpec(
            second.id(), second.name(), new NetworkMode.Own(List.of(six, bridge)), second.ports()));
    return first;
  }

  private static NetworkSpec six() {
    DriverConfig.Bridge plain = DriverConfig.Bridge.DEFAULT;
    DriverConfig.Bridge named =
        new DriverConfig.Bridge(
            java.util.Optional.of("six0"),
            plain.mtu(),
            plain.interContainer(),
            plain.masquerade(),
            plain.hostBinding());
    var subnet =
        new dev.pontoon.engine.model.SubnetSpec(
            java.util.Optional.of(dev.pontoon.linux.ip.Cidr.parse("fd00:6::/64")),
            java.util.Optional.empty(),
            java.util.Optional.empty(),
            Map.of());
    return new NetworkSpec("six", named, List.of(subnet), true, false, Map.of(), Map.of());
  }

  private static String fill(String text, Sandbox sandbox) {
    return text.replace("VETH", sandbox.endpoints().getFirst().hostInterface())
        .replace("NETNS", sandbox.namespace().toString())
        .replace("OTHER", sandbox.namespace().resolveSibling(Fixture.id(2)).toString());
  }

  @ParameterizedTest
  @MethodSource("breakages")
  void isPutBackOnceAndNothingElseIsTouched(
      FirewallBackend backend, Breakage breakage, HostNetwork host) throws Exception {
    DriftLog log = new DriftLog();
    Lan lan = host.lan();
    LanNode client = lan.join("client");
    try (Engine engine = Engines.open(config(host, backend, log))) {
      addForeign(host);
      Sandbox sandbox = populate(engine);
      try (Node inside = Node.at(sandbox.namespace())) {
        inside.serve(80);
        List<String> before = Whole.of(host, engine);
        assertThat(client.client().tcp(lan.hostV4(), 5001)).isNotEmpty();

        String told = fill(breakage.told(), sandbox);
        host.exec(fill(breakage.command(), sandbox).split(" ")).orFail();
        await().atMost(PATIENCE).until(() -> log.repaired().contains(told));

        boolean foreignToo = breakage.command().equals("nft flush ruleset");
        List<String> wanted = foreignToo ? Whole.withoutTables(before, "theirs") : before;
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> assertThat(Whole.changes(wanted, Whole.of(host, engine))).isEmpty());
        assertThat(client.client().tcp(lan.hostV4(), 5001)).isNotEmpty();
        assertThat(engine.differences()).isEmpty();
        assertThat(log.seen()).doesNotHaveDuplicates().containsExactlyElementsOf(log.repaired());
        assertThat(log.waits()).isEmpty();
      }
      engine.detach(Fixture.id(1));
      engine.detach(Fixture.id(2));
    }
  }
}
