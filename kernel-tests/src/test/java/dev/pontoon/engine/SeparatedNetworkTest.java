package dev.pontoon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.NetworkSpec;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.linux.netns.Sysctl;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Node;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network without ICC, whether its bridge shows frames to the firewall or not. */
@HostNamespace
class SeparatedNetworkTest {
  private static final NetworkSpec SEPARATED =
      new NetworkSpec(
          "separated",
          new DriverConfig.Bridge(
              Optional.empty(), Optional.empty(), false, true, Optional.empty()),
          List.of(),
          false,
          false,
          Map.of(),
          Map.of());

  @ParameterizedTest
  @CsvSource({"NFTABLES, 0", "NFTABLES, 1", "NONE, 0"})
  void neighboursDoNotReachEachOther(
      FirewallBackend firewall, String bridgeNetfilter, HostNetwork host) throws IOException {
    if (Files.exists(Path.of("/proc/sys/net/bridge"))) { // br_netfilter may not be loaded
      host.call(() -> {
        Sysctl.set("bridge/bridge-nf-call-iptables", bridgeNetfilter);
        return bridgeNetfilter; // nothing to give back
      });
    }
    try (Engine engine = Engines.open(Fixture.config(host).withFirewall(firewall))) {
      engine.createNetwork(SEPARATED);
      Sandbox one = engine.attach(Fixture.container(1, "separated"));
      Sandbox two = engine.attach(Fixture.container(2, "separated"));
      try (Node first = Node.at(one.namespace());
          Node second = Node.at(two.namespace())) {
        first.serve(80);
        InetAddress address = address(one);
        assertThat(host.client().tcp(address, 80)).isNotEmpty();
        assertThatThrownBy(() -> second.client().within(Duration.ofMillis(300)).tcp(address, 80))
            .isInstanceOf(IOException.class);
      }
      engine.removeEverything();
    }
  }

  private static InetAddress address(Sandbox sandbox) {
    Endpoint endpoint = sandbox.endpoints().getFirst();
    return endpoint.ipv4().orElseThrow().address();
  }
}
