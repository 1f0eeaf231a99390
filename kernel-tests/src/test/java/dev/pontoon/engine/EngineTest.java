package dev.pontoon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.pontoon.engine.model.PortSpec;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.model.SandboxSpec;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Lan;
import dev.pontoon.testkit.LanNode;
import dev.pontoon.testkit.Node;
import dev.pontoon.testkit.PeerClient;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@HostNamespace
class EngineTest {
  @Test
  void aContainerIsAttachedAndDetached(HostNetwork host) {
    try (Engine engine = Engines.open(Fixture.config(host))) {
      Sandbox sandbox = engine.attach(Fixture.container(1, "bridge"));
      String link = sandbox.endpoints().getFirst().hostInterface();
      try (Node inside = Node.at(sandbox.namespace())) {
        assertThat(inside.exec("ping", "-c1", "-W2", "172.17.0.1").exitCode()).isZero();
      }
      engine.detach(sandbox.id());
      assertThat(host.rtnetlink().link(link)).isEmpty();
      assertThat(sandbox.namespace()).doesNotExist();
    }
  }

  @ParameterizedTest
  @EnumSource(FirewallBackend.class)
  void aPublishedPortAnswers(FirewallBackend backend, HostNetwork host) throws IOException {
    Lan lan = host.lan();
    LanNode client = lan.join("client");
    try (Engine engine = Engines.open(Fixture.config(host).withFirewall(backend))) {
      SandboxSpec spec = Fixture.container(1, "bridge");
      Sandbox sandbox =
          engine.attach(
              new SandboxSpec(
                  spec.id(),
                  spec.name(),
                  spec.mode(),
                  List.of(PortSpec.of(Protocol.TCP, 5000, 80))));
      try (Node inside = Node.at(sandbox.namespace())) {
        inside.serve(80);
        answers(client.client(), lan.hostV4());
        answers(host.client(), Addresses.parse("127.0.0.1"));
        answers(host.client(), Addresses.parse("::1"));
        answers(client.client(), lan.hostV6());
        answers(inside.client(), lan.hostV4());
      }
      engine.detach(sandbox.id());
    }
  }

  private static void answers(PeerClient client, InetAddress address) {
    assertThatCode(() -> client.tcp(address, 5000))
        .describedAs("from %s to %s", client.node().name(), address)
        .doesNotThrowAnyException();
  }
}
