package dev.pontoon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Node;
import org.junit.jupiter.api.Test;

@HostNamespace
class EngineTest {
  @Test
  void aContainerIsAttachedAndDetached(HostNetwork host) {
    try (Engine engine = Engines.open(Fixture.config(host))) {
      Sandbox sandbox = engine.attach(Fixture.container(1, "bridge"));
      String link = sandbox.endpoints().getFirst().hostInterface();
      try (Node inside = Node.at(sandbox.namespace())) {
        System.out.println(
            inside.exec("ip", "addr").orFail() + inside.exec("ip", "route").orFail());
        System.out.println(host.exec("ip", "-d", "addr").orFail());
        assertThat(inside.exec("ping", "-c1", "-W2", "172.17.0.1").exitCode()).isZero();
      }
      engine.detach(sandbox.id());
      assertThat(host.rtnetlink().link(link)).isEmpty();
      assertThat(sandbox.namespace()).doesNotExist();
    }
  }
}
