package dev.pontoon.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pontoon.engine.Engine;
import dev.pontoon.engine.EngineConfig;
import dev.pontoon.engine.EngineException;
import dev.pontoon.engine.Engines;
import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.NetworkMode;
import dev.pontoon.engine.model.NetworkSpec;
import dev.pontoon.engine.model.PortSpec;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.engine.model.SandboxSpec;
import dev.pontoon.engine.model.SubnetSpec;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No address and no port is left: one line says of what, and one that is given back is enough. */
@HostNamespace
final class ExhaustionTest {
  private Engine engine;
  private HostNetwork host;

  @BeforeEach
  void open(HostNetwork network) {
    host = network;
    engine =
        Engines.open(
            EngineConfig.at(
                host.path(), host.directory().resolve("data"), host.directory().resolve("exec")));
  }

  @AfterEach
  void close() {
    engine.removeEverything();
    engine.close();
  }

  @Test
  void addresses() {
    engine.createNetwork(
        new NetworkSpec(
            "small",
            DriverConfig.Bridge.DEFAULT,
            List.of(
                new SubnetSpec(
                    Optional.of(Cidr.parse("10.99.0.0/29")),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of())),
            false,
            false,
            Map.of(),
            Map.of()));
    fill(5, "small", List.of()); // of eight, less the subnet's own, the gateway's and the broadcast

    refused(6, "small", List.of(), "no available IPv4 addresses", "small");
  }

  @Test
  void portsOfARange() {
    List<PortSpec> one = List.of(new PortSpec(Protocol.TCP, Optional.empty(), 7000, 2, 80, 1));
    fill(2, Network.DEFAULT_BRIDGE, one);

    refused(3, Network.DEFAULT_BRIDGE, one, "c3", "no free port in 7000-7001/tcp");
  }

  @Test
  void ephemeralPorts() {
    host.exec("sysctl", "-q", "-w", "net.ipv4.ip_local_port_range=50000 50001").orFail();
    List<PortSpec> any = List.of(new PortSpec(Protocol.UDP, Optional.empty(), 0, 1, 53, 1));
    fill(2, Network.DEFAULT_BRIDGE, any);

    refused(3, Network.DEFAULT_BRIDGE, any, "c3", "no free port in 50000-50001/udp");
  }

  private void fill(int count, String network, List<PortSpec> ports) {
    for (int i = 1; i <= count; i++) {
      engine.attach(container(i, network, ports));
    }
  }

  private void refused(int number, String network, List<PortSpec> ports, String... words) {
    String before = kernel();
    SandboxSpec spec = container(number, network, ports);

    EngineException refusal =
        catchThrowableOfType(EngineException.class, () -> engine.attach(spec));

    assertThat(refusal.kind()).isEqualTo(EngineException.Kind.FAILED);
    assertThat(refusal).message().contains(words).hasLineCount(1);
    assertThat(engine.sandboxes()).hasSize(number - 1);
    assertThat(kernel()).isEqualTo(before);
    engine.detach(id(1));
    engine.attach(spec);
  }

  private String kernel() {
    return host.exec(
                "sh",
                "-c",
                "ip -br link | awk '{ print $1 }'; ls " + host.directory() + "/exec/netns")
            .orFail()
        + host.exec("nft", "-s", "list", "ruleset").orFail();
  }

  private static SandboxSpec container(int number, String network, List<PortSpec> ports) {
    var own = new NetworkMode.Own(List.of(EndpointSpec.on(network)));
    return new SandboxSpec(id(number), "c" + number, own, ports);
  }

  private static String id(int number) {
    return "%064x".formatted(number);
  }
}
