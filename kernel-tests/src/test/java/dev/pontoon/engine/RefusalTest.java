package dev.pontoon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pontoon.engine.EngineException.Kind;
import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.NetworkMode;
import dev.pontoon.engine.model.NetworkSpec;
import dev.pontoon.engine.model.PortSpec;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.engine.model.SandboxSpec;
import dev.pontoon.engine.model.SubnetSpec;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.rtnetlink.Bridge;
import dev.pontoon.linux.rtnetlink.LinkSettings;
import dev.pontoon.linux.rtnetlink.Links;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that can't be met: one line says why, and nothing changes. */
@HostNamespace
class RefusalTest {
  private Engine engine;
  private HostNetwork host;

  @BeforeEach
  void open(HostNetwork network) {
    host = network;
    engine = Engines.open(Fixture.config(host).withFirewall(FirewallBackend.NFTABLES));
    engine.createNetwork(subnet("web", "172.30.0.0/24"));
    engine.attach(
        container(
            1,
            EndpointSpec.on("web")
                .withIpv4(Addresses.parse("172.30.0.9"))
                .withLinkLocal(List.of(Addresses.parse("169.254.7.7")))));
  }

  @AfterEach
  void close() {
    engine.detach(Fixture.id(1));
    engine.close();
  }

  private static NetworkSpec subnet(String name, String subnet) {
    return subnet(name, subnet, Optional.empty());
  }

  private static NetworkSpec subnet(String name, String subnet, Optional<InetAddress> gateway) {
    return new NetworkSpec(
        name,
        DriverConfig.Bridge.DEFAULT,
        List.of(
            new SubnetSpec(Optional.of(Cidr.parse(subnet)), Optional.empty(), gateway, Map.of())),
        false,
        false,
        Map.of(),
        Map.of());
  }

  private static SandboxSpec onWeb(int number, String address) {
    return container(number, EndpointSpec.on("web").withIpv4(Addresses.parse(address)));
  }

  private static SandboxSpec linkLocal(int number, String address) {
    return container(
        number, EndpointSpec.on("web").withLinkLocal(List.of(Addresses.parse(address))));
  }

  private static SandboxSpec container(int number, EndpointSpec endpoint) {
    return new SandboxSpec(
        Fixture.id(number), "c" + number, new NetworkMode.Own(List.of(endpoint)), List.of());
  }

  private void refused(Kind kind, String words, Consumer<Engine> request) {
    Set<String> state = Fixture.state(engine);
    Set<String> kernel = Fixture.kernel(host);
    EngineException refusal =
        catchThrowableOfType(EngineException.class, () -> request.accept(engine));
    assertThat(refusal).isNotNull().hasMessageContaining(words);
    assertThat(refusal.kind()).isEqualTo(kind);
    assertThat(refusal.getMessage()).doesNotContain("\n");
    assertThat(Fixture.state(engine)).isEqualTo(state);
    assertThat(Fixture.kernel(host)).isEqualTo(kernel);
  }

  private void refusedNetwork(Kind kind, String words, NetworkSpec spec) {
    refused(kind, words, e -> e.createNetwork(spec));
  }

  @Test
  void networks() {
    refusedNetwork(
        Kind.CONFLICT, "network with name web already exists", NetworkSpec.bridge("web"));
    refusedNetwork(
        Kind.FORBIDDEN,
        "operation is not permitted on predefined bridge network",
        NetworkSpec.bridge("bridge"));
    refusedNetwork(Kind.INVALID, "invalid network name \"a b\"", NetworkSpec.bridge("a b"));
    refusedNetwork(
        Kind.FORBIDDEN,
        "Pool overlaps with other one on this address space: 172.30.0.0/16 overlaps 172.30.0.0/24 of"
            + " network web",
        subnet("db", "172.30.0.0/16"));
    refusedNetwork(
        Kind.INVALID,
        "invalid subnet 10.0.0.1/24: it should be 10.0.0.0/24",
        subnet("db", "10.0.0.1/24"));
    refusedNetwork(
        Kind.INVALID,
        "invalid gateway 10.1.0.1: parent subnet 10.0.0.0/24 doesn't contain this address",
        subnet("db", "10.0.0.0/24", Optional.of(Addresses.parse("10.1.0.1"))));
    refused(
        Kind.FORBIDDEN,
        "bridge is a pre-defined network and cannot be removed",
        e -> e.removeNetwork("bridge"));
    refused(Kind.NOT_FOUND, "network x not found", e -> e.removeNetwork("x"));
    refused(Kind.FORBIDDEN, "has active endpoints", e -> e.removeNetwork("web"));
  }

  @Test
  void aBridgeOfSomebodyElse() {
    host.rtnetlink().execute(Links.create("br0", Bridge.PLAIN, LinkSettings.NONE));
    DriverConfig driver =
        new DriverConfig.Bridge(Optional.of("br0"), Optional.empty(), true, true, Optional.empty());
    refusedNetwork(
        Kind.CONFLICT,
        "link br0 exists already",
        new NetworkSpec("db", driver, List.of(), false, false, Map.of(), Map.of()));
  }

  @Test
  void containers() {
    refused(
        Kind.NOT_FOUND,
        "network nowhere not found",
        e -> e.attach(Fixture.container(2, "nowhere")));
    refused(
        Kind.CONFLICT,
        "address 172.30.0.9 of network web is already in use by container c1",
        e -> e.attach(onWeb(2, "172.30.0.9")));
    refused(
        Kind.CONFLICT,
        "already in use by the network itself",
        e -> e.attach(onWeb(2, "172.30.0.1")));
    refused(
        Kind.INVALID,
        "no configured subnet of network web contains the address 10.0.0.7",
        e -> e.attach(onWeb(2, "10.0.0.7")));
    refused(
        Kind.CONFLICT,
        "endpoint with name c1 already exists in network web",
        e -> e.connect(Fixture.id(1), EndpointSpec.on("web")));
    refused(
        Kind.CONFLICT,
        "cannot join network of a non running container: " + Fixture.id(9),
        e ->
            e.attach(
                new SandboxSpec(
                    Fixture.id(2), "c2", new NetworkMode.Shared(Fixture.id(9)), List.of())));
    refused(
        Kind.NOT_FOUND,
        "container c1 is not connected to network bridge",
        e -> e.disconnect(Fixture.id(1), "bridge"));
    engine.detach(Fixture.id(7)); // is no error
  }

  @Test
  void linkLocalAddresses() {
    refused(
        Kind.CONFLICT,
        "address 169.254.7.7 of network web is already in use by container c1",
        e -> e.attach(linkLocal(2, "169.254.7.7")));
    refused(
        Kind.INVALID,
        "invalid link-local IP address: 172.30.0.77: it lies in a subnet of network web",
        e -> e.attach(linkLocal(2, "172.30.0.77")));
    refused(
        Kind.INVALID,
        "invalid link-local IP address: fe80::7: network web has no IPv6",
        e -> e.attach(linkLocal(2, "fe80::7")));
    refused(
        Kind.INVALID,
        "invalid link-local IP address: 224.0.0.1: it is no address of a host",
        e -> e.attach(linkLocal(2, "224.0.0.1")));
  }

  @Test
  void aHostPortInUse() throws IOException {
    int port = host.serve(0).port();
    SandboxSpec plain = Fixture.container(2, "web");
    SandboxSpec spec =
        new SandboxSpec(
            plain.id(), plain.name(), plain.mode(), List.of(PortSpec.of(Protocol.TCP, port, 80)));
    refused(Kind.FAILED, String.valueOf(port), e -> e.attach(spec));
  }

  @Test
  void aSecondEngineOnTheSameState() {
    assertThatThrownBy(() -> Engines.open(Fixture.config(host)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("locked");
  }

  @Test
  void dryRunsChangeNothing() {
    Set<String> state = Fixture.state(engine);
    Set<String> kernel = Fixture.kernel(host);
    assertThat(engine.describeAttach(Fixture.published(2, "web")))
        .anyMatch(line -> line.contains("type veth peer name eth0"));
    assertThat(engine.describeCreateNetwork(NetworkSpec.bridge("db")))
        .anyMatch(line -> line.contains("type bridge"));
    assertThat(Fixture.state(engine)).isEqualTo(state);
    assertThat(Fixture.kernel(host)).isEqualTo(kernel);
  }
}
