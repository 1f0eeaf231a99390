package dev.pontoon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.engine.drift.BackoffPolicy;
import dev.pontoon.engine.drift.Difference;
import dev.pontoon.engine.drift.DriftOptions;
import dev.pontoon.engine.model.NetworkSpec;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.linux.rtnetlink.LinkRef;
import dev.pontoon.linux.rtnetlink.Links;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Node;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is not put back, or later, or otherwise. */
@HostNamespace
class DriftLimitsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static EngineConfig config(HostNetwork host, DriftLog log) {
    return Fixture.config(host)
        .withFirewall(FirewallBackend.NFTABLES)
        .withDrift(DriftOptions.DEFAULT.withListener(log));
  }

  private static boolean hasBridge(HostNetwork host) {
    return host.rtnetlink().link("pontoon0").isPresent();
  }

  private static void deleteBridge(HostNetwork host) {
    host.rtnetlink().execute(Links.delete(LinkRef.of("pontoon0")));
  }

  @Test
  void whoBreaksItAgainAndAgainIsNotFoughtWith(HostNetwork host) {
    DriftLog log = new DriftLog();
    BackoffPolicy long1 =
        new BackoffPolicy(Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(1));
    EngineConfig config = config(host, log);
    try (Engine engine = Engines.open(config.withDrift(config.drift().withBackoff(long1)))) {
      deleteBridge(host);
      await().atMost(PATIENCE).until(() -> hasBridge(host) && log.repaired().size() == 1);

      deleteBridge(host);
      await().atMost(PATIENCE).until(() -> !log.waits().isEmpty());

      assertThat(hasBridge(host)).isFalse();
      assertThat(log.waits()).hasSize(1);
      assertThat(log.waits().getFirst()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
      assertThat(log.repaired()).containsExactly("link pontoon0 of network bridge");
      assertThat(engine.differences()).extracting(Difference::object).contains("link pontoon0");
    }
    try (Engine engine = Engines.open(config)) {
      assertThat(hasBridge(host)).isTrue(); // a start is a new one
      assertThat(engine.differences()).isEmpty();
    }
  }

  @Test
  void whatIsBrokenAgainIsPutBackAfterTheWait(HostNetwork host) {
    DriftLog log = new DriftLog();
    BackoffPolicy brief =
        new BackoffPolicy(Duration.ofMillis(300), Duration.ofSeconds(2), Duration.ofHours(1));
    EngineConfig config = config(host, log);
    try (Engine engine = Engines.open(config.withDrift(config.drift().withBackoff(brief)))) {
      for (int i = 1; i <= 3; i++) {
        int times = i;
        deleteBridge(host);
        await().atMost(PATIENCE).until(() -> hasBridge(host) && log.repaired().size() == times);
      }
      assertThat(engine.differences()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(value = FirewallBackend.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void withoutHealingItIsToldAndLeft(FirewallBackend backend, HostNetwork host) {
    DriftLog log = new DriftLog();
    EngineConfig config = config(host, log).withFirewall(backend);
    try (Engine engine = Engines.open(config.withDrift(config.drift().healing(false)))) {
      assertThat(engine.differences()).isEmpty();
      deleteBridge(host);
      host.exec("nft", "flush", "ruleset").orFail();

      await().atMost(PATIENCE).until(() -> log.seen().size() >= 2);
      await()
          .atMost(PATIENCE)
          .until(() -> log.seen().stream().anyMatch(key -> key.endsWith(" of firewall")));

      assertThat(log.seen()).contains("link pontoon0 of network bridge").doesNotHaveDuplicates();
      assertThat(log.repaired()).isEmpty();
      assertThat(hasBridge(host)).isFalse();
      assertThat(engine.differences())
          .extracting(Difference::key)
          .containsExactlyInAnyOrderElementsOf(log.seen());
    }
  }

  @Test
  void whoseRulesAreGoneIsNamed(HostNetwork host) {
    DriftLog log = new DriftLog();
    try (Engine engine = Engines.open(config(host, log))) {
      host.exec("nft", "flush", "ruleset").orFail();
      await().atMost(PATIENCE).until(() -> !log.repaired().isEmpty());
      assertThat(log.by().getFirst()).matches("nft \\(pid \\d+\\)");
      assertThat(engine.differences()).isEmpty();
    }
  }

  @Test
  void rulesOfDeletedNetworksNeverReturn(HostNetwork host) {
    DriftLog log = new DriftLog();
    try (Engine engine = Engines.open(config(host, log))) {
      engine.createNetwork(NetworkSpec.bridge("web"));
      Sandbox sandbox = engine.attach(Fixture.published(1, "web"));
      String link = sandbox.endpoints().getFirst().hostInterface();
      engine.detach(sandbox.id());
      engine.removeNetwork("web");
      Set<String> before = Fixture.kernel(host);

      host.exec("nft", "flush", "ruleset").orFail();
      await().atMost(PATIENCE).until(() -> !log.repaired().isEmpty());

      assertThat(Fixture.kernel(host)).isEqualTo(before);
      assertThat(before).noneMatch(line -> line.contains("5001") || line.contains(link));
    }
  }

  @Test
  void ownChangesAreNotCompared(HostNetwork host) {
    DriftLog log = new DriftLog();
    try (Engine engine = Engines.open(config(host, log))) {
      engine.createNetwork(NetworkSpec.bridge("web"));
      for (int i = 0; i < 20; i++) {
        engine.attach(Fixture.published(i, i % 2 == 0 ? "web" : "bridge"));
      }
      for (int i = 0; i < 20; i++) {
        engine.detach(Fixture.id(i));
      }
      engine.removeNetwork("web");
      // What is told last is heard last: the end of this drift tells that all before was heard.
      deleteBridge(host);
      await().atMost(PATIENCE).until(() -> !log.repaired().isEmpty());
      assertThat(log.seen()).containsExactly("link pontoon0 of network bridge");
      assertThat(log.compared()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void aNamespaceThatSomethingRunsInIsMountedAgain(HostNetwork host) throws IOException {
    DriftLog log = new DriftLog();
    try (Engine engine = Engines.open(config(host, log))) {
      Sandbox sandbox = engine.attach(Fixture.published(1, "bridge"));
      String path = sandbox.namespace().toString();
      Process running = new ProcessBuilder("nsenter", "--net=" + path, "sleep", "600").start();
      try {
        await().atMost(PATIENCE).until(() -> inside(running, path));
        List<String> before = Whole.of(host, engine);
        host.exec("umount", path).orFail();
        await()
            .atMost(PATIENCE)
            .until(() -> log.repaired().contains("namespace " + path + " of container c1"));
        assertThat(Whole.changes(before, Whole.of(host, engine))).isEmpty();
        assertThat(engine.differences()).isEmpty();
      } finally {
        running.destroy();
        running.onExit().join();
      }
      engine.detach(sandbox.id());
    }
  }

  private static boolean inside(Process process, String path) throws IOException {
    try (Node node = Node.at(java.nio.file.Path.of(path))) {
      return java.nio.file.Files.readSymbolicLink(
              java.nio.file.Path.of("/proc/" + process.pid() + "/ns/net"))
          .toString()
          .equals("net:[" + node.namespace().inode() + "]");
    }
  }

  @Test
  void anEmptyNamespaceThatIsGoneIsTakenDown(HostNetwork host) {
    DriftLog log = new DriftLog();
    try (Engine engine = Engines.open(config(host, log))) {
      Set<String> before = Fixture.kernel(host);
      Sandbox sandbox = engine.attach(Fixture.published(1, "bridge"));
      host.exec("umount", sandbox.namespace().toString()).orFail();
      await().atMost(PATIENCE).until(() -> engine.sandboxes().isEmpty());
      await().atMost(PATIENCE).until(() -> Fixture.kernel(host).equals(before));
      assertThat(engine.differences()).isEmpty();
      Sandbox next = engine.attach(Fixture.published(1, "bridge")); // its ports are free
      engine.detach(next.id());
    }
  }

  @Test
  void aForeignLinkOfItsNameIsNotTouched(HostNetwork host) {
    DriftLog log = new DriftLog();
    EngineConfig config = config(host, log);
    try (Engine engine = Engines.open(config.withDrift(config.drift().healing(false)))) {
      deleteBridge(host);
      host.exec("ip", "link", "add", "pontoon0", "type", "veth", "peer", "name", "far").orFail();
      await().atMost(PATIENCE).until(() -> !log.seen().isEmpty());
      assertThat(engine.differences()).extracting(Difference::object).contains("link pontoon0");
    }
    // A start can't make its bridge, and says so.
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> Engines.open(config))
        .hasMessageContaining("create bridge pontoon0")
        .hasMessageContaining("File exists");
    assertThat(host.rtnetlink().link("pontoon0").orElseThrow().is("veth")).isTrue();
  }

  @Test
  void whatBearsTheMarkOfNothingIsRemoved(HostNetwork host) {
    DriftLog log = new DriftLog();
    try (Engine engine = Engines.open(config(host, log))) {
      String mark =
          host.rtnetlink().link("pontoon0").orElseThrow().alias().replaceAll("[^:]*$", "");
      host.exec("ip", "link", "add", "stray", "type", "bridge").orFail();
      host.exec("ip", "link", "set", "stray", "alias", mark + "0".repeat(64)).orFail();
      host.exec("ip", "link", "set", "stray", "up")
          .orFail(); // of links that are down little is told
      await().atMost(PATIENCE).until(() -> host.rtnetlink().link("stray").isEmpty());
      assertThat(log.repaired()).containsExactly("link stray of nobody");
      assertThat(engine.differences()).isEmpty();
    }
  }

  @Test
  void whatChangedInsideWhileNoEngineRanIsPutBack(HostNetwork host) {
    DriftLog log = new DriftLog();
    Sandbox sandbox;
    List<String> before;
    try (Engine engine = Engines.open(config(host, log))) {
      sandbox = engine.attach(Fixture.published(1, "bridge"));
      before = Whole.of(host, engine);
    }
    host.exec("nsenter", "--net=" + sandbox.namespace(), "ip", "addr", "flush", "dev", "eth0")
        .orFail();
    host.exec("ip", "link", "set", "pontoon0", "down").orFail();
    try (Engine engine = Engines.open(config(host, log))) {
      await().atMost(PATIENCE).until(() -> log.repaired().size() >= 2);
      assertThat(Whole.changes(before, Whole.of(host, engine)))
          .filteredOn(line -> !line.contains("dport") && !line.contains("redirect"))
          .isEmpty();
      engine.detach(sandbox.id());
    }
  }
}
