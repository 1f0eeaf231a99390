package dev.pontoon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.pontoon.engine.drift.DriftOptions;
import dev.pontoon.engine.model.PortSpec;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.model.SandboxSpec;
import dev.pontoon.engine.plan.Seam;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.rtnetlink.Link;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Lan;
import dev.pontoon.testkit.LanNode;
import dev.pontoon.testkit.Node;
import dev.pontoon.testkit.PeerClient;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@HostNamespace
class EngineTest {
  private static final int CROWD = 8;

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

  @Test
  void severalThatLeaveAtOnceGoTogetherAndNobodyElseDoes(HostNetwork host) throws Exception {
    Holding seam = new Holding();
    DriftLog drift = new DriftLog();
    EngineConfig config =
        Fixture.config(host).withSeam(seam).withDrift(DriftOptions.DEFAULT.withListener(drift));
    try (Engine engine = Engines.open(config)) {
      for (int i = 0; i < CROWD; i++) {
        engine.attach(Fixture.container(i, "bridge"));
      }
      host.exec("ip", "link", "add", "others", "group", "7", "type", "bridge").orFail();
      seam.holdAtNextStep();
      List<Thread> leaving = new ArrayList<>();
      for (int i = 1; i < CROWD; i++) {
        String id = Fixture.id(i);
        Thread thread = Thread.ofPlatform().start(() -> engine.detach(id));
        leaving.add(thread);
        Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
      }
      seam.letGo();
      for (Thread thread : leaving) {
        thread.join();
      }
      assertThat(seam.steps()).filteredOn(step -> step.startsWith("delete links ")).hasSize(1);
      assertThat(engine.sandboxes()).extracting(Sandbox::name).containsExactly("c0");
      assertThat(host.rtnetlink().links())
          .extracting(Link::name)
          .contains("others", "pontoon0", hostInterface(engine))
          .filteredOn(name -> name.startsWith("veth"))
          .hasSize(1);
      host.exec("ip", "link", "set", "pontoon0", "down").orFail(); // heard after all of that
      Awaitility.await().untilAsserted(() -> assertThat(drift.repaired()).isNotEmpty());
      assertThat(drift.seen()).allMatch(what -> what.contains("pontoon0"));
      engine.detach(Fixture.id(0));
    }
  }

  private static String hostInterface(Engine engine) {
    return engine.sandbox(Fixture.id(0)).orElseThrow().endpoints().getFirst().hostInterface();
  }

  /** Keeps the engine at a step until it is let go, and notes all steps. */
  private static final class Holding implements Seam {
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile boolean holding;

    void holdAtNextStep() {
      steps.clear();
      holding = true;
    }

    void letGo() {
      gate.countDown();
    }

    List<String> steps() {
      return steps;
    }

    @Override
    public void before(String step) {
      steps.add(step);
      if (holding) {
        try {
          gate.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private static void answers(PeerClient client, InetAddress address) {
    assertThatCode(() -> client.tcp(address, 5000))
        .describedAs("from %s to %s", client.node().name(), address)
        .doesNotThrowAnyException();
  }
}
