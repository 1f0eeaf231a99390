package dev.pontoon.daemon;

import dev.pontoon.engine.Engine;
import dev.pontoon.engine.EngineException;
import dev.pontoon.engine.EngineException.Kind;
import dev.pontoon.engine.Health;
import dev.pontoon.engine.drift.Difference;
import dev.pontoon.engine.firewall.Refusal;
import dev.pontoon.engine.firewall.Translation;
import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.NetworkMode;
import dev.pontoon.engine.model.NetworkSpec;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.PortSpec;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.model.SandboxSpec;
import dev.pontoon.engine.model.Subnet;
import dev.pontoon.engine.plan.Plan;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.ip.MacAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An engine without a kernel: every network is a /24, every endpoint gets the next address. */
final class FakeEngine implements Engine {
  final Map<String, Network> networks = new LinkedHashMap<>();
  final Map<String, Sandbox> sandboxes = new LinkedHashMap<>();
  private int counter = 1;
  private Optional<EngineException> refusal = Optional.empty();

  FakeEngine() {
    predefined("bridge", DriverConfig.Bridge.DEFAULT);
    predefined("host", new DriverConfig.Host());
    predefined("none", new DriverConfig.None());
  }

  @Override
  public Health health() {
    return new Health(
        List.of(),
        sandboxes.size(),
        10,
        Optional.of(new Health.Connections(95, 100)),
        new Health.Relay(4000, 2, 1),
        0,
        List.of("make bridge pontoon0 of network bridge again"));
  }

  /** Lets the next attach fail. */
  void refuse(Kind kind, String message) {
    refusal = Optional.of(new EngineException(kind, message));
  }

  private void predefined(String name, DriverConfig driver) {
    add(
        new NetworkSpec(name, driver, List.of(), false, false, Map.of(), Map.of()),
        driver instanceof DriverConfig.Bridge ? List.of(subnet()) : List.of());
  }

  private Network add(NetworkSpec spec, List<Subnet> subnets) {
    Network network =
        new Network(
            "%064x".formatted(counter++),
            spec.name(),
            Instant.EPOCH,
            spec.driver(),
            subnets,
            spec.ipv6(),
            spec.internal(),
            spec.labels(),
            spec.options());
    networks.put(network.id(), network);
    return network;
  }

  private Subnet subnet() {
    return new Subnet(
        Cidr.parse("10.0." + counter + ".0/24"),
        Optional.empty(),
        Addresses.parse("10.0." + counter + ".1"),
        Map.of());
  }

  @Override
  public synchronized Collection<Network> networks() {
    return List.copyOf(networks.values());
  }

  @Override
  public synchronized Network network(String reference) {
    return networks.values().stream()
        .filter(n -> n.name().equals(reference) || n.id().startsWith(reference))
        .findFirst()
        .orElseThrow(
            () -> new EngineException(Kind.NOT_FOUND, "network " + reference + " not found"));
  }

  @Override
  public synchronized Network createNetwork(NetworkSpec spec) {
    if (networks.values().stream().anyMatch(n -> n.name().equals(spec.name()))) {
      throw new EngineException(
          Kind.CONFLICT, "network with name " + spec.name() + " already exists");
    }
    return add(spec, List.of(subnet()));
  }

  @Override
  public synchronized void removeNetwork(String reference) {
    Network network = network(reference);
    if (network.predefined()) {
      throw new EngineException(Kind.FORBIDDEN, network.name() + " is a pre-defined network");
    }
    networks.remove(network.id());
  }

  @Override
  public synchronized Collection<Sandbox> sandboxes() {
    return List.copyOf(sandboxes.values());
  }

  @Override
  public synchronized Optional<Sandbox> sandbox(String id) {
    return Optional.ofNullable(sandboxes.get(id));
  }

  @Override
  public synchronized Sandbox attach(SandboxSpec spec) {
    if (refusal.isPresent()) {
      EngineException error = refusal.get();
      refusal = Optional.empty();
      throw error;
    }
    List<Endpoint> endpoints = new ArrayList<>();
    if (spec.mode() instanceof NetworkMode.Own(List<EndpointSpec> wanted)) {
      wanted.forEach(e -> endpoints.add(endpoint(e)));
    }
    List<PortMapping> ports = new ArrayList<>();
    spec.ports().forEach(p -> ports.add(mapping(p, endpoints.getFirst())));
    Sandbox sandbox =
        new Sandbox(
            spec.id(),
            spec.name(),
            spec.mode(),
            Path.of("/netns/" + spec.id()),
            endpoints,
            spec.ports(),
            ports,
            List.of());
    sandboxes.put(spec.id(), sandbox);
    return sandbox;
  }

  private Endpoint endpoint(EndpointSpec spec) {
    Network network = network(spec.network());
    int host = ++counter;
    return new Endpoint(
        "%064x".formatted(host),
        network.id(),
        "veth" + host,
        "eth0",
        spec.mac().orElse(new MacAddress(0x020000000000L + host)),
        Optional.of(
            new Cidr(
                spec.ipv4().orElse(Addresses.parse("10.0." + network.id().charAt(63) + "." + host)),
                24)),
        Optional.empty(),
        network.subnets().stream().map(Subnet::gateway).findFirst(),
        Optional.empty(),
        spec.aliases(),
        spec.unguarded(),
        spec.gatewayPriority(),
        spec.linkLocal().stream().map(a -> new Cidr(a, Addresses.isV6(a) ? 64 : 16)).toList());
  }

  private static PortMapping mapping(PortSpec spec, Endpoint endpoint) {
    return new PortMapping(
        spec.protocol(),
        spec.hostAddress().orElse(Addresses.parse("0.0.0.0")),
        spec.hostFirst() == 0 ? 32768 : spec.hostFirst(),
        endpoint.ipv4().orElseThrow().address(),
        spec.containerFirst(),
        spec.count(),
        endpoint.networkId());
  }

  @Override
  public synchronized void detach(Collection<String> sandboxIds) {
    sandboxIds.forEach(sandboxes::remove);
  }

  @Override
  public synchronized Endpoint connect(String sandboxId, EndpointSpec spec) {
    Endpoint endpoint = endpoint(spec);
    replace(sandboxId, s -> s.add(endpoint));
    return endpoint;
  }

  @Override
  public synchronized void disconnect(String sandboxId, String networkReference) {
    String network = network(networkReference).id();
    replace(sandboxId, s -> s.removeIf(e -> e.networkId().equals(network)));
  }

  private void replace(String id, java.util.function.Consumer<List<Endpoint>> change) {
    sandboxes.computeIfPresent(
        id,
        (_, s) -> {
          List<Endpoint> endpoints = new ArrayList<>(s.endpoints());
          change.accept(endpoints);
          return new Sandbox(
              s.id(),
              s.name(),
              s.mode(),
              s.namespace(),
              endpoints,
              s.requestedPorts(),
              s.ports(),
              s.warnings());
        });
  }

  @Override
  public List<String> describeAttach(SandboxSpec spec) {
    return List.of("ip link add for " + spec.name(), "ports " + spec.ports().size());
  }

  @Override
  public List<String> describeCreateNetwork(NetworkSpec spec) {
    return List.of("ip link add for " + spec.name());
  }

  @Override
  public List<Difference> differences() {
    return List.of(
        new Difference.Missing("link pontoon0", "network bridge", Plan.NOTHING),
        new Difference.Changed("link veth1", "container web", "up", "down", Plan.NOTHING));
  }

  @Override
  public List<Translation> translations() {
    return List.of(
        new Translation(
            "DOCKER", "DNAT", "tcp", "0.0.0.0/0", "0.0.0.0/0", "tcp dpt:80 to:10.0.1.2:80", 3, -1));
  }

  @Override
  public List<Refusal> refusals() {
    return sandboxes.values().stream()
        .flatMap(sandbox -> sandbox.endpoints().stream())
        .filter(endpoint -> !endpoint.unguarded())
        .map(endpoint -> new Refusal(endpoint.hostInterface(), 3, 126))
        .toList();
  }

  @Override
  public String firewall() {
    return "none";
  }

  @Override
  public List<String> limitations() {
    return List.of("no IPv6");
  }

  @Override
  public void removeEverything() {
    networks.clear();
  }

  @Override
  public void close() {}
}
