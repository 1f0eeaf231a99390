package dev.pontoon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.NetworkMode;
import dev.pontoon.engine.model.NetworkSpec;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.model.SandboxSpec;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.rtnetlink.LinkRef;
import dev.pontoon.linux.rtnetlink.Links;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Lan;
import dev.pontoon.testkit.LanNode;
import dev.pontoon.testkit.Node;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Networks of running containers, several engines, many endpoints. */
@HostNamespace
class HotPlugTest {
  private static String routes(Sandbox sandbox) {
    try (Node inside = Node.at(sandbox.namespace())) {
      return inside.exec("ip", "route").orFail();
    }
  }

  @Test
  void aRunningContainerChangesItsNetworks(HostNetwork host) {
    try (Engine engine = Engines.open(Fixture.config(host))) {
      engine.createNetwork(NetworkSpec.bridge("web"));
      Sandbox sandbox = engine.attach(Fixture.container(1, "bridge"));
      Endpoint second = engine.connect(sandbox.id(), EndpointSpec.on("web"));
      assertThat(second.containerInterface()).isEqualTo("eth1");
      assertThat(second.gateway4()).isEmpty();
      assertThat(routes(sandbox)).contains("default via 172.17.0.1 dev eth0");

      engine.disconnect(sandbox.id(), "bridge");
      assertThat(routes(sandbox)).contains("default via 172.18.0.1 dev eth1");
      assertThat(engine.connect(sandbox.id(), EndpointSpec.on("bridge")).containerInterface())
          .isEqualTo("eth0");
      engine.detach(sandbox.id());
    }
  }

  @Test
  void aNetworkOfHigherPriorityTakesTheDefaultRouteAndThePorts(HostNetwork host)
      throws IOException {
    EngineConfig config = Fixture.config(host).withFirewall(FirewallBackend.NFTABLES);
    Lan lan = host.lan();
    LanNode client = lan.join("client");
    try (Engine engine = Engines.open(config)) {
      engine.createNetwork(NetworkSpec.bridge("apps"));
      engine.createNetwork(NetworkSpec.bridge("web"));
      Sandbox sandbox = engine.attach(Fixture.published(1, "bridge"));
      try (Node inside = Node.at(sandbox.namespace())) {
        inside.serve(80);
        engine.connect(sandbox.id(), EndpointSpec.on("web").withGatewayPriority(1));
        assertThat(routes(sandbox)).contains("default via 172.19.0.1 dev eth1");
        assertThat(client.client().tcp(lan.hostV4(), 5001)).isNotEmpty();
        // by name before the others, but of lower priority than one
        assertThat(engine.connect(sandbox.id(), EndpointSpec.on("apps")).gateway4()).isEmpty();
        assertThat(routes(sandbox)).contains("default via 172.19.0.1 dev eth1");

        engine.disconnect(sandbox.id(), "web");
        assertThat(routes(sandbox)).contains("default via 172.18.0.1 dev eth2");
        assertThat(client.client().tcp(lan.hostV4(), 5001)).isNotEmpty();
        assertThat(engine.differences()).isEmpty();
      }
      engine.detach(sandbox.id());
    }
  }

  @Test
  void eachFamilysPortsLeadWhereItsDefaultRouteIs(HostNetwork host) throws IOException {
    EngineConfig config = Fixture.config(host).withFirewall(FirewallBackend.NFTABLES);
    Lan lan = host.lan();
    LanNode client = lan.join("client");
    try (Engine engine = Engines.open(config)) {
      engine.createNetwork(NetworkSpec.bridge("apps"));
      engine.createNetwork(
          new NetworkSpec(
              "six", DriverConfig.Bridge.DEFAULT, List.of(), true, false, Map.of(), Map.of()));
      SandboxSpec plain = Fixture.published(1, "six");
      List<EndpointSpec> places =
          List.of(EndpointSpec.on("six"), EndpointSpec.on("apps").withGatewayPriority(1));
      Sandbox sandbox =
          engine.attach(
              new SandboxSpec(
                  plain.id(), plain.name(), new NetworkMode.Own(places), plain.ports()));
      Endpoint six = sandbox.endpoints().getFirst();
      Endpoint apps = sandbox.endpoints().getLast();
      assertThat(sandbox.ports())
          .extracting(PortMapping::containerAddress)
          .containsOnly(apps.ipv4().orElseThrow().address(), six.ipv6().orElseThrow().address());
      try (Node inside = Node.at(sandbox.namespace())) {
        inside.serve(80);
        assertThat(client.client().tcp(lan.hostV4(), 5001)).isNotEmpty();
        assertThat(client.client().tcp(lan.hostV6(), 5001)).isNotEmpty();
        engine.disconnect(sandbox.id(), "apps");
        assertThat(client.client().tcp(lan.hostV4(), 5001)).isNotEmpty();
        assertThat(client.client().tcp(lan.hostV6(), 5001)).isNotEmpty();
      }
      engine.detach(sandbox.id());
    }
  }

  @Test
  void furtherAddressesAreThoseOfTheInterface(HostNetwork host) throws IOException {
    EngineConfig config = Fixture.config(host).withFirewall(FirewallBackend.NFTABLES);
    InetAddress v4 = Addresses.parse("169.254.7.7");
    InetAddress v6 = Addresses.parse("fe80::7");
    try (Engine engine = Engines.open(config)) {
      engine.createNetwork(
          new NetworkSpec(
              "six", DriverConfig.Bridge.DEFAULT, List.of(), true, false, Map.of(), Map.of()));
      EndpointSpec place = EndpointSpec.on("six").withLinkLocal(List.of(v4, v6, v4));
      Sandbox one =
          engine.attach(
              new SandboxSpec(Fixture.id(1), "c1", new NetworkMode.Own(List.of(place)), List.of()));
      EndpointSpec next =
          EndpointSpec.on("six").withLinkLocal(List.of(Addresses.parse("169.254.7.8")));
      Sandbox other = engine.attach(Fixture.container(2, "bridge"));
      engine.connect(other.id(), next);
      try (Node first = Node.at(one.namespace());
          Node second = Node.at(other.namespace())) {
        first.serve(80);
        assertThat(second.client().tcp(v4, 80)).isEqualTo("169.254.7.8");
        second.exec("ping", "-c1", "-W5", "fe80::7%eth1").orFail();
        assertThat(first.exec("ip", "-o", "addr", "show", "dev", "eth0").orFail())
            .contains("169.254.7.7/16", "fe80::7/64");
      }
      assertThat(engine.differences()).isEmpty();
      engine.disconnect(other.id(), "six");
      engine.connect(other.id(), next); // it was free again
      engine.detach(List.of(one.id(), other.id()));
    }
    try (Engine engine = Engines.open(config)) {
      assertThat(engine.sandboxes()).isEmpty();
    }
  }

  @Test
  void anIpv6NetworkGetsAStableUniqueLocalSubnet(HostNetwork host) throws IOException {
    try (Engine engine = Engines.open(Fixture.config(host))) {
      Network network =
          engine.createNetwork(
              new NetworkSpec(
                  "six", DriverConfig.Bridge.DEFAULT, List.of(), true, false, Map.of(), Map.of()));
      assertThat(network.subnets().getLast().subnet().toString()).startsWith("fd");
      Sandbox sandbox = engine.attach(Fixture.container(1, "six"));
      InetAddress address = sandbox.endpoints().getFirst().ipv6().map(Cidr::address).orElseThrow();
      try (Node inside = Node.at(sandbox.namespace())) {
        inside.serve(80);
        assertThat(host.client().tcp(address, 80))
            .isEqualTo(Addresses.text(network.subnets().getLast().gateway()));
        assertThat(inside.exec("ip", "-6", "route").orFail()).contains("default via fd");
      }
      engine.detach(sandbox.id());
    }
  }

  @Test
  void containersShareASandboxOrTheHosts(HostNetwork host) {
    try (Engine engine = Engines.open(Fixture.config(host))) {
      Sandbox first = engine.attach(Fixture.container(1, "bridge"));
      Sandbox shared =
          engine.attach(
              new SandboxSpec(Fixture.id(2), "c2", new NetworkMode.Shared(first.id()), List.of()));
      assertThat(shared.namespace()).isEqualTo(first.namespace());
      engine.detach(shared.id());
      assertThat(routes(first)).contains("default");
      Sandbox onHost =
          engine.attach(
              new SandboxSpec(Fixture.id(3), "c3", new NetworkMode.HostNamespace(), List.of()));
      assertThat(onHost.namespace()).isEqualTo(host.path());
      Sandbox alone =
          engine.attach(
              new SandboxSpec(Fixture.id(4), "c4", new NetworkMode.Isolated(), List.of()));
      assertThat(routes(alone)).isEmpty();
      List.of(1, 3, 4).forEach(number -> engine.detach(Fixture.id(number)));
      assertThat(engine.sandboxes()).isEmpty();
    }
  }

  @Test
  void whatWasDeletedByHandIsMadeAgainAtStart(HostNetwork host) {
    EngineConfig config = Fixture.config(host).withFirewall(FirewallBackend.NFTABLES);
    Set<String> before;
    try (Engine engine = Engines.open(config)) {
      engine.attach(Fixture.published(1, "bridge"));
      before = Fixture.kernel(host);
    }
    host.rtnetlink().execute(Links.delete(LinkRef.of("pontoon0")));
    host.exec("nft", "flush", "ruleset").orFail();
    try (Engine engine = Engines.open(config)) {
      assertThat(Fixture.kernel(host)).isEqualTo(before);
      engine.detach(Fixture.id(1));
    }
  }

  @Test
  void aSandboxThatABootTookIsDropped(HostNetwork host) {
    EngineConfig config = Fixture.config(host);
    try (Engine engine = Engines.open(config)) {
      Sandbox sandbox = engine.attach(Fixture.container(1, "bridge"));
      assertThat(sandbox.endpoints().getFirst().ipv4()).contains(Cidr.parse("172.17.0.2/16"));
      host.exec("umount", sandbox.namespace().toString()).orFail();
    }
    try (Engine engine = Engines.open(config)) {
      assertThat(engine.sandboxes()).isEmpty();
      EndpointSpec same = EndpointSpec.on("bridge").withIpv4(Addresses.parse("172.17.0.2"));
      Sandbox next =
          engine.attach(
              new SandboxSpec(Fixture.id(2), "c2", new NetworkMode.Own(List.of(same)), List.of()));
      assertThat(next.endpoints().getFirst().ipv4()).contains(Cidr.parse("172.17.0.2/16"));
      engine.detach(next.id());
    }
  }

  @Test
  void idsOfPredefinedNetworksStay(HostNetwork host) {
    EngineConfig config = Fixture.config(host);
    Set<String> before;
    try (Engine engine = Engines.open(config)) {
      before = Fixture.state(engine);
    }
    try (Engine engine = Engines.open(config)) {
      assertThat(Fixture.state(engine)).isEqualTo(before);
      assertThat(Fixture.names(engine)).containsExactly("bridge", "host", "none");
    }
  }

  @Test
  void twoEnginesOnTwoHostsNeverMeet(HostNetwork host) {
    Node other = host.node("other");
    EngineConfig second =
        EngineConfig.at(
                other.path(), host.directory().resolve("data2"), host.directory().resolve("exec2"))
            .withFirewall(FirewallBackend.NFTABLES);
    EngineConfig first = Fixture.config(host).withFirewall(FirewallBackend.NFTABLES);
    try (Engine one = Engines.open(first);
        Engine two = Engines.open(second)) {
      Sandbox here = one.attach(Fixture.published(1, "bridge"));
      Sandbox there = two.attach(Fixture.published(1, "bridge"));
      assertThat(here.ports()).hasSameSizeAs(there.ports());
      assertThat(here.namespace()).isNotEqualTo(there.namespace());
      two.detach(there.id());
      assertThat(routes(here)).contains("default via 172.17.0.1 dev eth0");
      assertThat(other.rtnetlink().links()).noneMatch(link -> link.is("veth"));
      one.detach(here.id());
    }
  }

  @Test
  void threeHundredEndpointsHaveAddressesOfTheirOwn(HostNetwork host) {
    try (Engine engine = Engines.open(Fixture.config(host))) {
      Set<Object> seen = new HashSet<>();
      for (int i = 0; i < 300; i++) {
        Endpoint endpoint = engine.attach(Fixture.container(i, "bridge")).endpoints().getFirst();
        assertThat(seen.add(endpoint.ipv4())).isTrue();
        assertThat(seen.add(endpoint.mac())).isTrue();
      }
      for (int i = 0; i < 300; i++) {
        engine.detach(Fixture.id(i));
      }
      assertThat(host.rtnetlink().links()).noneMatch(link -> link.is("veth"));
    }
  }
}
