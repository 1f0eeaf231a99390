package dev.pontoon.firewall;

import dev.pontoon.engine.Engine;
import dev.pontoon.engine.EngineConfig;
import dev.pontoon.engine.Engines;
import dev.pontoon.engine.FirewallBackend;
import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.NetworkMode;
import dev.pontoon.engine.model.NetworkSpec;
import dev.pontoon.engine.model.PortSpec;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.model.SandboxSpec;
import dev.pontoon.engine.model.Subnet;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Node;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A host with networks of every kind, made by the engine. */
final class EngineSite implements AutoCloseable {
  /** The default bridge: IPv4 alone. */
  static final String PLAIN = "bridge";

  /** With IPv6, as all that follow. */
  static final String DUAL = "dual";

  /** Another such one. */
  static final String OTHER = "other";

  /** Without a way out or in. */
  static final String INTERNAL = "internal";

  /** Where containers may not talk to each other. */
  static final String SEPARATED = "separated";

  /** Whose containers leave with their own addresses. */
  static final String BARE = "bare";

  private final Engine engine;
  private final Deque<Container> containers = new ArrayDeque<>();
  private int joined;

  /**
   * A container: its namespace and addresses.
   *
   * @param v6 :: where it has none, as its gateway
   */
  record Container(
      String id,
      Node node,
      InetAddress v4,
      InetAddress v6,
      InetAddress gateway4,
      InetAddress gateway6) {
    boolean hasV6() {
      return !v6.isAnyLocalAddress();
    }
  }

  EngineSite(HostNetwork host, FirewallBackend backend) {
    engine =
        Engines.open(
            EngineConfig.at(
                    host.path(), host.directory().resolve("data"), host.directory().resolve("exec"))
                .withFirewall(backend));
    network(DUAL, true, true, false);
    network(OTHER, true, true, false);
    network(INTERNAL, true, true, true);
    network(SEPARATED, false, true, false);
    network(BARE, true, false, false);
  }

  private void network(String name, boolean interContainer, boolean masquerade, boolean internal) {
    DriverConfig driver =
        new DriverConfig.Bridge(
            Optional.empty(), Optional.empty(), interContainer, masquerade, Optional.empty());
    engine.createNetwork(
        new NetworkSpec(name, driver, List.of(), true, internal, Map.of(), Map.of()));
  }

  /** A new container on a network, with ports published. */
  Container join(String network, PortSpec... ports) {
    return join(EndpointSpec.on(network), ports);
  }

  /** Takes a container away, and puts another one at its addresses, with ports published or not. */
  Container replace(Container old, String network, PortSpec... ports) {
    leave(old);
    Optional<InetAddress> v6 = Optional.of(old.v6()).filter(_ -> old.hasV6());
    return join(
        new EndpointSpec(
            network, Optional.of(old.v4()), v6, Optional.empty(), List.of(), false, 0, List.of()),
        ports);
  }

  private Container join(EndpointSpec place, PortSpec... ports) {
    joined++;
    String id = "%064x".formatted(joined);
    Sandbox sandbox =
        engine.attach(
            new SandboxSpec(id, "c" + joined, new NetworkMode.Own(List.of(place)), List.of(ports)));
    Endpoint endpoint = sandbox.endpoints().getFirst();
    Container container =
        new Container(
            id,
            Node.at(sandbox.namespace()),
            endpoint.ipv4().orElseThrow().address(),
            endpoint.ipv6().map(Cidr::address).orElse(ip("::")),
            gateway(place.network(), false),
            gateway(place.network(), true));
    containers.push(container);
    return container;
  }

  private InetAddress gateway(String network, boolean v6) {
    return engine.network(network).subnets().stream()
        .filter(subnet -> subnet.subnet().isV6() == v6)
        .map(Subnet::gateway)
        .findFirst()
        .orElse(ip("::"));
  }

  private void leave(Container container) {
    containers.remove(container);
    container.node().close();
    engine.detach(container.id());
  }

  @Override
  public void close() {
    List.copyOf(containers).forEach(this::leave);
    engine.removeEverything();
    engine.close();
  }

  /** An address literal. */
  static InetAddress ip(String literal) {
    return Addresses.parse(literal);
  }
}
