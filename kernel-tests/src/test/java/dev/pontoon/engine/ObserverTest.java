package dev.pontoon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.engine.events.Operation;
import dev.pontoon.engine.events.Operation.Kind;
import dev.pontoon.engine.events.Operation.Outcome;
import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.NetworkSpec;
import dev.pontoon.engine.plan.Seam;
import dev.pontoon.linux.rtnetlink.LinkRef;
import dev.pontoon.linux.rtnetlink.Links;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an engine tells of its changes and of its health. */
@HostNamespace
class ObserverTest {
  private final List<Operation> heard = new ArrayList<>();

  private EngineConfig config(HostNetwork host) {
    return Fixture.config(host).withFirewall(FirewallBackend.NFTABLES).withObserver(heard::add);
  }

  private List<String> told() {
    List<String> told =
        heard.stream()
            .map(o ->
                "%s %s %s %s"
                    .formatted(o.kind(), o.container().orElse("-"), o.networks(), o.outcome()))
            .toList();
    heard.clear();
    return told;
  }

  /** Fails before steps that are named so. */
  private static final class Failing implements Seam {
    private Set<String> steps = Set.of();

    @Override
    public void before(String step) {
      if (steps.stream().anyMatch(step::startsWith)) {
        throw new IllegalStateException("no luck with " + step);
      }
    }
  }

  @Test
  void eachChangeIsToldOnce(HostNetwork host) {
    try (Engine engine = Engines.open(config(host))) {
      assertThat(told())
          .containsExactly(
              "create-network - [bridge] applied",
              "create-network - [host] applied",
              "create-network - [none] applied");

      engine.createNetwork(NetworkSpec.bridge("web"));
      engine.attach(Fixture.published(1, "bridge"));
      engine.connect(Fixture.id(1), EndpointSpec.on("web"));
      Set<String> plans = new HashSet<>(heard.stream().map(Operation::plan).toList());
      assertThat(plans).hasSize(3).allMatch(plan -> plan.matches("[0-9a-f]{8}"));
      assertThat(heard).allMatch(o -> o.steps() > 0 && o.took().isPositive());
      assertThat(told())
          .containsExactly(
              "create-network - [web] applied",
              "attach c1 [bridge] applied",
              "connect c1 [web] applied");

      engine.disconnect(Fixture.id(1), "bridge");
      engine.detach(Fixture.id(1));
      engine.detach(Fixture.id(1)); // nothing to do is no change
      engine.removeNetwork("web");
      assertThat(told())
          .containsExactly(
              "disconnect c1 [bridge] applied",
              "detach c1 [web] applied",
              "remove-network - [web] applied");
    }
  }

  @Test
  void whatFailsIsToldWithTheStepAndTheKernelsWords(HostNetwork host) {
    EngineConfig config = config(host);
    try (Engine engine =
        Engines.open(config.withDrift(config.drift().healing(false)))) { // the bridge stays away
      heard.clear();
      host.rtnetlink().execute(Links.delete(LinkRef.of("pontoon0")));

      assertThatThrownBy(() -> engine.attach(Fixture.container(1, "bridge")))
          .isInstanceOf(EngineException.class);

      assertThat(heard)
          .singleElement()
          .satisfies(operation -> {
            assertThat(operation.kind()).isEqualTo(Kind.ATTACH);
            assertThat(operation.outcome()).isEqualTo(Outcome.UNWOUND);
            assertThat(operation.failure()).contains("pontoon0", "No such device (ENODEV)");
          });
      assertThat(engine.health().unfinished()).isZero();
    }
  }

  @Test
  void whatCanNotBeUndoneIsToldAsFailedAndStaysUnfinished(HostNetwork host) {
    Failing seam = new Failing();
    try (Engine engine = Engines.open(config(host).withSeam(seam))) {
      heard.clear();
      seam.steps = Set.of("change firewall", "delete namespace");
      assertThatThrownBy(() -> engine.attach(Fixture.published(1, "bridge")))
          .isInstanceOf(EngineException.class);
      assertThat(heard)
          .singleElement()
          .satisfies(operation -> {
            assertThat(operation.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(operation.failure()).contains("no luck with change firewall");
          });
      assertThat(engine.health().unfinished()).isEqualTo(1);
    }
    try (Engine engine = Engines.open(config(host))) {
      assertThat(engine.health().unfinished()).isZero();
      assertThat(engine.health().repairs())
          .contains("undo: attach c1")
          .anyMatch(repair -> repair.startsWith("left over: namespace"));
    }
  }

  @Test
  void refusedRequestsAreNoChanges(HostNetwork host) {
    try (Engine engine = Engines.open(config(host))) {
      heard.clear();
      assertThatThrownBy(() -> engine.attach(Fixture.container(1, "nowhere")))
          .isInstanceOf(EngineException.class);
      assertThat(heard).isEmpty();
    }
  }

  @Test
  void anObserverThatFailsHarmsNothing(HostNetwork host) {
    EngineConfig config =
        config(host)
            .withObserver(operation -> {
              throw new IllegalStateException("deaf");
            });
    try (Engine engine = Engines.open(config)) {
      engine.attach(Fixture.container(1, "bridge"));
      engine.detach(Fixture.id(1));
      assertThat(engine.sandboxes()).isEmpty();
    }
  }

  @Test
  void healthCountsWhatIsHeld(HostNetwork host) {
    try (Engine engine = Engines.open(config(host))) {
      Health before = engine.health();
      engine.attach(Fixture.published(1, "bridge"));
      Health with = engine.health();
      engine.detach(Fixture.id(1));
      Health after = engine.health();

      assertThat(before.repairs()).isEmpty();
      assertThat(leases(with).used()).isEqualTo(leases(before).used() + 1);
      assertThat(leases(with).free().longValue()).isEqualTo(leases(before).free().longValue() - 1);
      assertThat(with.reservedSockets()).isEqualTo(before.reservedSockets() + 4); // two families
      assertThat(leases(after)).isEqualTo(leases(before));
      assertThat(after.reservedSockets()).isEqualTo(before.reservedSockets());
      assertThat(with.relay().port()).isPositive();
      long max =
          Long.parseLong(
              host.exec("cat", "/proc/sys/net/netfilter/nf_conntrack_max").orFail().strip());
      assertThat(with.connections().orElseThrow().max()).isEqualTo(max);
    }
  }

  private static Health.Leases leases(Health health) {
    return health.leases().stream()
        .filter(leases -> leases.network().equals("bridge") && !leases.ipv6())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theRelayComesBackOnItsPort(HostNetwork host) {
    int port;
    try (Engine engine = Engines.open(config(host))) {
      port = engine.health().relay().port();
    }
    try (Engine engine = Engines.open(config(host))) {
      assertThat(engine.health().relay().port()).isEqualTo(port);
    }
  }
}
