package dev.pontoon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.NetworkSpec;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.plan.Seam;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An engine that is stopped, or fails, between any two steps of a change. */
@HostNamespace
class CrashTest {
  /** The end of the process: nothing handles it. */
  private static final class Stop extends Error {
    @Serial private static final long serialVersionUID = 1L;
  }

  /** A change, what undoes it, and what has to be there before. */
  record Operation(
      String name, Consumer<Engine> before, Consumer<Engine> change, Consumer<Engine> reverse) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final Operation ATTACH =
      new Operation(
          "attach",
          engine -> {},
          engine -> engine.attach(Fixture.published(1, "bridge")),
          engine -> engine.detach(Fixture.id(1)));
  private static final Operation CREATE_NETWORK =
      new Operation(
          "create network",
          engine -> {},
          engine -> engine.createNetwork(NetworkSpec.bridge("web")),
          engine -> engine.removeNetwork("web"));
  private static final Operation CONNECT =
      new Operation(
          "connect",
          engine -> {
            engine.createNetwork(NetworkSpec.bridge("web"));
            engine.attach(Fixture.published(1, "bridge"));
          },
          engine -> engine.connect(Fixture.id(1), EndpointSpec.on("web")),
          engine -> engine.disconnect(Fixture.id(1), "web"));
  private static final Operation CONNECT_PREFERRED =
      new Operation(
          "connect with the default route",
          CONNECT.before(),
          engine ->
              engine.connect(
                  Fixture.id(1),
                  EndpointSpec.on("web")
                      .withGatewayPriority(1)
                      .withLinkLocal(List.of(Addresses.parse("169.254.7.7")))),
          CONNECT.reverse());
  private static final Operation MOVE_PORTS =
      new Operation(
          "disconnect the default route",
          engine -> {
            engine.createNetwork(NetworkSpec.bridge("web"));
            engine.attach(Fixture.published(1, "bridge"));
            engine.connect(Fixture.id(1), EndpointSpec.on("web"));
          },
          engine -> engine.disconnect(Fixture.id(1), "bridge"),
          engine -> {
            engine.detach(Fixture.id(1));
            engine.attach(Fixture.published(1, "bridge"));
            engine.connect(Fixture.id(1), EndpointSpec.on("web"));
          });

  private static final Operation DETACH_SEVERAL =
      new Operation(
          "detach several",
          CrashTest::attachTwo,
          engine -> engine.detach(List.of(Fixture.id(1), Fixture.id(2))),
          engine -> {
            engine.detach(List.of(Fixture.id(1), Fixture.id(2)));
            attachTwo(engine);
          });

  private static void attachTwo(Engine engine) {
    engine.attach(Fixture.published(1, "bridge"));
    engine.attach(Fixture.container(2, "bridge"));
  }

  private static Operation reversed(Operation operation, String name) {
    return new Operation(
        name,
        operation.before().andThen(operation.change()),
        operation.reverse(),
        operation.change());
  }

  static Stream<Arguments> changes() {
    return Stream.of(FirewallBackend.NFTABLES, FirewallBackend.NONE)
        .flatMap(backend ->
            Stream.of(
                    ATTACH,
                    CREATE_NETWORK,
                    CONNECT,
                    CONNECT_PREFERRED,
                    MOVE_PORTS,
                    DETACH_SEVERAL,
                    reversed(ATTACH, "detach"),
                    reversed(CREATE_NETWORK, "remove network"),
                    reversed(CONNECT, "disconnect"),
                    reversed(CONNECT_PREFERRED, "disconnect the preferred"))
                .map(operation -> Arguments.of(backend, operation)));
  }

  static Stream<Arguments> makingChanges() {
    return Stream.of(FirewallBackend.NFTABLES, FirewallBackend.NONE)
        .flatMap(backend ->
            Stream.of(ATTACH, CREATE_NETWORK, CONNECT, CONNECT_PREFERRED)
                .map(operation -> Arguments.of(backend, operation)));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void whatAKilledEngineLeftIsRepaired(
      FirewallBackend backend, Operation operation, HostNetwork host) {
    EngineConfig config = Fixture.config(host).withFirewall(backend);
    int steps = steps(config, operation);
    for (int step = 0; step < steps; step++) {
      stopAt(config, operation, step);
      try (Engine engine = Engines.open(config)) {
        Set<String> names = Fixture.names(engine);
        assertAgrees(host, engine, operation + " stopped at step " + step);
        bringBack(engine, operation, names);
        assertThat(Fixture.names(engine)).isEqualTo(beforeNames);
      }
    }
    cleanUp(config);
  }

  /** Power was lost, and with it what the disk had not yet. */
  @Test
  void anEarlierStateIsReconciled(HostNetwork host) throws IOException {
    EngineConfig config = Fixture.config(host);
    Path kept = host.directory().resolve("kept");
    try (Engine engine = Engines.open(config)) {
      engine.createNetwork(NetworkSpec.bridge("old"));
      copy(config.dataRoot(), kept);
      engine.createNetwork(NetworkSpec.bridge("web"));
      engine.attach(Fixture.published(1, "web"));
      engine.removeNetwork("old");
    }
    copy(kept, config.dataRoot());
    try (Engine engine = Engines.open(config)) {
      assertThat(Fixture.names(engine)).contains("old").doesNotContain("web");
      assertAgrees(host, engine, "after a loss of power");
      engine.removeNetwork("old");
    }
    cleanUp(config);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(to)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("makingChanges")
  void aFailureLeavesEverythingAsItWas(
      FirewallBackend backend, Operation operation, HostNetwork host) {
    EngineConfig config = Fixture.config(host).withFirewall(backend);
    int steps = steps(config, operation);
    Once seam = new Once();
    try (Engine engine = Engines.open(config.withSeam(seam))) {
      Set<String> state = Fixture.state(engine);
      Set<String> kernel = Fixture.kernel(host);
      for (int step = 0; step < steps; step++) {
        seam.countdown = step;
        assertThatThrownBy(() -> operation.change().accept(engine)).hasMessageContaining("seam");
        assertThat(Fixture.state(engine)).describedAs("step " + step).isEqualTo(state);
        assertThat(Fixture.kernel(host)).describedAs("step " + step).isEqualTo(kernel);
      }
      operation.change().accept(engine);
      operation.reverse().accept(engine);
      assertThat(Fixture.state(engine)).isEqualTo(state);
      assertThat(Fixture.kernel(host)).isEqualTo(kernel);
    }
    cleanUp(config);
  }

  private Set<String> beforeNames = Set.of();

  /** Runs the change once to count its steps, and leaves what has to be there before it. */
  private int steps(EngineConfig config, Operation operation) {
    List<String> steps = new ArrayList<>();
    boolean[] counting = {false};
    Seam counter =
        step -> {
          if (counting[0]) {
            steps.add(step);
          }
        };
    try (Engine engine = Engines.open(config.withSeam(counter))) {
      operation.before().accept(engine);
      beforeNames = Fixture.names(engine);
      counting[0] = true;
      operation.change().accept(engine);
      counting[0] = false;
      operation.reverse().accept(engine);
    }
    assertThat(steps).hasSizeGreaterThanOrEqualTo(3);
    return steps.size();
  }

  private static void stopAt(EngineConfig config, Operation operation, int step) {
    int[] left = {Integer.MAX_VALUE};
    Seam seam =
        name -> {
          if (left[0]-- <= 0) {
            throw new Stop();
          }
        };
    try (Engine engine = Engines.open(config.withSeam(seam))) {
      left[0] = step;
      assertThatThrownBy(() -> operation.change().accept(engine)).isInstanceOf(Stop.class);
    }
  }

  private void bringBack(Engine engine, Operation operation, Set<String> names) {
    if (!names.equals(beforeNames)) {
      operation.reverse().accept(engine);
    }
  }

  /** The kernel holds exactly what the engine knows. */
  private static void assertAgrees(HostNetwork host, Engine engine, String when) {
    List<String> aliases =
        host.rtnetlink().links().stream()
            .filter(link -> link.is("veth") || link.is("bridge"))
            .map(link -> link.alias().replaceAll(".*:", ""))
            .sorted()
            .toList();
    List<String> known =
        Stream.concat(
                engine.networks().stream()
                    .filter(network -> !network.subnets().isEmpty())
                    .map(network -> network.id()),
                engine.sandboxes().stream()
                    .flatMap(sandbox -> sandbox.endpoints().stream())
                    .map(endpoint -> endpoint.id()))
            .sorted()
            .toList();
    assertThat(aliases).describedAs(when).isEqualTo(known);
    assertThat(Fixture.kernel(host).stream().filter(line -> line.startsWith("namespace ")))
        .describedAs(when)
        .hasSize(engine.sandboxes().size());
    engine.sandboxes().forEach(sandbox -> assertWorks(host, sandbox, when));
  }

  private static void assertWorks(HostNetwork host, Sandbox sandbox, String when) {
    String routes =
        host.exec("nsenter", "--net=" + sandbox.namespace(), "ip", "-4", "route").orFail();
    List<String> wanted =
        sandbox.endpoints().stream()
            .flatMap(e ->
                e.gateway4().stream()
                    .map(Addresses::text)
                    .map(g -> "default via %s dev %s".formatted(g, e.containerInterface())))
            .toList();
    assertThat(routes.lines().map(String::strip).filter(line -> line.startsWith("default")))
        .describedAs(when)
        .isEqualTo(wanted);
    long addresses = sandbox.endpoints().stream().flatMap(Endpoint::addresses).count();
    assertThat(routes.lines().count()).describedAs(when).isEqualTo(addresses + 1L);
  }

  private static void cleanUp(EngineConfig config) {
    try (Engine engine = Engines.open(config)) {
      List.copyOf(engine.sandboxes()).forEach(sandbox -> engine.detach(sandbox.id()));
    }
  }

  /** Fails once, after so many steps. */
  private static final class Once implements Seam {
    private int countdown = Integer.MAX_VALUE;

    @Override
    public void before(String step) {
      if (countdown-- == 0) {
        throw new IllegalStateException("seam before " + step);
      }
    }
  }
}
