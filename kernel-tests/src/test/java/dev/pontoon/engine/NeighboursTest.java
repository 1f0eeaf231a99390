package dev.pontoon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.engine.drift.Difference;
import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.NetworkSpec;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.model.SubnetSpec;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.ip.MacAddress;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Host and containers know each other's MAC addresses without asking. */
@HostNamespace
class NeighboursTest {
  private static final NetworkSpec DUAL =
      new NetworkSpec(
          "dual",
          DriverConfig.Bridge.DEFAULT,
          Stream.of("10.77.0.0/24", "fd77::/64")
              .map(subnet ->
                  new SubnetSpec(
                      Optional.of(Cidr.parse(subnet)),
                      Optional.empty(),
                      Optional.empty(),
                      Map.of()))
              .toList(),
          true,
          false,
          Map.of(),
          Map.of());

  private static List<String> told(HostNetwork host, String... inside) {
    String[] command =
        Stream.concat(Stream.of(inside), Stream.of("ip", "neigh", "show", "nud", "permanent"))
            .toArray(String[]::new);
    return host.exec(command).orFail().lines().map(String::strip).sorted().toList();
  }

  private static String entry(String address, String link, MacAddress mac) {
    return "%s dev %s lladdr %s PERMANENT proto 80".formatted(address, link, mac);
  }

  private static String inside(Sandbox sandbox) {
    return "--net=" + sandbox.namespace();
  }

  @Test
  void areToldOfEachOtherAndForgotten(HostNetwork host) {
    try (Engine engine = Engines.open(Fixture.config(host))) {
      engine.createNetwork(DUAL);
      Sandbox sandbox = engine.attach(Fixture.container(1, "dual"));
      Endpoint endpoint = sandbox.endpoints().getFirst();
      String bridge = engine.network("dual").bridgeName();
      MacAddress mac = host.rtnetlink().link(bridge).orElseThrow().mac().orElseThrow();

      assertThat(told(host))
          .containsExactly(
              entry("10.77.0.2", bridge, endpoint.mac()), entry("fd77::2", bridge, endpoint.mac()));
      assertThat(told(host, "nsenter", inside(sandbox)))
          .containsExactly(entry("10.77.0.1", "eth0", mac), entry("fd77::1", "eth0", mac));

      engine.connect(Fixture.id(1), EndpointSpec.on("bridge"));
      assertThat(told(host)).hasSize(3);
      engine.disconnect(Fixture.id(1), "bridge");
      assertThat(told(host)).hasSize(2);
      engine.detach(Fixture.id(1));
      assertThat(told(host)).isEmpty();
    }
  }

  @Test
  void areToldAgainByTheNextStart(HostNetwork host) {
    String kept;
    try (Engine engine = Engines.open(Fixture.config(host))) {
      Sandbox sandbox = engine.attach(Fixture.container(1, "bridge"));
      kept = entry("172.17.0.2", "pontoon0", sandbox.endpoints().getFirst().mac());
      host.exec("ip", "neigh", "del", "172.17.0.2", "dev", "pontoon0").orFail();

      assertThat(engine.differences())
          .extracting(Difference::key)
          .containsExactly("neighbour 172.17.0.2 of link pontoon0 of container c1");
    }
    String mac = "02:00:00:00:00:09";
    String add = "ip neigh add %s lladdr " + mac + " dev pontoon0 nud permanent %s";
    host.exec("sh", "-c", add.formatted("172.17.0.8", "protocol 80")).orFail();
    host.exec("sh", "-c", add.formatted("172.17.0.9", "")).orFail();
    try (Engine engine = Engines.open(Fixture.config(host))) {
      assertThat(told(host))
          .containsExactlyInAnyOrder(
              kept, "172.17.0.9 dev pontoon0 lladdr " + mac + " PERMANENT"); // somebody else's
      assertThat(engine.differences()).isEmpty();
      engine.detach(Fixture.id(1));
    }
  }

  @Test
  void needNoAnswerToAnyQuestion(HostNetwork host) {
    try (Engine engine = Engines.open(Fixture.config(host))) {
      Sandbox sandbox = engine.attach(Fixture.container(1, "bridge"));
      host.exec("nft", "add table arp silence").orFail();
      for (String hook : List.of("input", "output")) {
        String chain = "{ type filter hook %s priority 0; policy drop; }".formatted(hook);
        host.exec("nft", "add chain arp silence " + hook + " " + chain).orFail();
      }

      host.exec("ping", "-c1", "-W5", "172.17.0.2").orFail();
      host.exec("nsenter", inside(sandbox), "ping", "-c1", "-W5", "172.17.0.1").orFail();

      engine.detach(Fixture.id(1));
    }
  }
}
