package dev.pontoon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tracked connections to containers that are gone would lead a client into nothing. */
@HostNamespace
class FlowsTest {
  private static final int PORT = 5001;
  private static final int OTHERS = 5999; // nobody's port, but a flow all the same

  private static void knock(HostNetwork host, int port) throws IOException {
    host.call(() -> {
      try (DatagramSocket socket = new DatagramSocket()) {
        socket.send(new DatagramPacket(new byte[] {1}, 1, Addresses.parse("127.0.0.1"), port));
      }
      return true;
    });
  }

  private static String flows(HostNetwork host) {
    return host.exec("conntrack", "-L").orFail();
  }

  @ParameterizedTest
  @EnumSource(names = {"NFTABLES", "IPTABLES"})
  void thoseToADetachedEndpointAreForgotten(FirewallBackend backend, HostNetwork host)
      throws IOException {
    EngineConfig config = Fixture.config(host).withFirewall(backend);
    for (int start = 0; start < 2; start++) { // the first finds no flows, the second some
      try (Engine engine = Engines.open(config)) {
        knock(host, PORT);
        assertThat(flows(host)).contains("dport=" + PORT);
        Sandbox sandbox = engine.attach(Fixture.published(1, "bridge"));
        awaitForgotten(host, "dport=" + PORT); // it would go on to where it went before
        knock(host, PORT);
        knock(host, OTHERS);
        assertThat(flows(host)).contains(source(sandbox));

        engine.detach(sandbox.id());

        awaitForgotten(host, source(sandbox));
        assertThat(flows(host)).contains("dport=" + OTHERS);
      }
    }
  }

  private static void awaitForgotten(HostNetwork host, String flow) {
    Awaitility.await().untilAsserted(() -> assertThat(flows(host)).doesNotContain(flow));
  }

  /** Of the answers. */
  private static String source(Sandbox sandbox) {
    Endpoint endpoint = sandbox.endpoints().getFirst();
    return "src=" + Addresses.text(endpoint.ipv4().orElseThrow().address()) + " ";
  }
}
