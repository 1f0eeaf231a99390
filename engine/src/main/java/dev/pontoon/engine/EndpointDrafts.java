package dev.pontoon.engine;

import dev.pontoon.engine.EngineException.Kind;
import dev.pontoon.engine.ipam.Leases;
import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.state.NetworkUse;
import dev.pontoon.engine.state.State;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.ip.MacAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes endpoints of requests, without changing anything: addresses, MAC and names are chosen. */
record EndpointDrafts(State state, RandomGenerator random) {
  private static final String CONTAINER_PREFIX = "eth";

  /**
   * An endpoint that provides no default route yet.
   *
   * @param others the sandbox's other endpoints
   */
  Endpoint create(EndpointSpec spec, List<Endpoint> others) {
    Network network = References.network(state, spec.network());
    requireBridge(network);
    NetworkUse use = state.use(network.id());
    Optional<Cidr> ipv4 = address(network, use, use.v4(), spec.ipv4(), "IPv4");
    Optional<Cidr> ipv6 = address(network, use, use.v6(), spec.ipv6(), "IPv6");
    List<Cidr> linkLocal = LinkLocals.of(network, use, spec.linkLocal());
    return new Endpoint(
        Ids.random(random),
        network.id(),
        freeVeth(),
        freeName(others),
        mac(network, use, spec),
        ipv4,
        ipv6,
        Optional.empty(),
        Optional.empty(),
        spec.aliases(),
        spec.unguarded(),
        spec.gatewayPriority(),
        linkLocal);
  }

  private static void requireBridge(Network network) {
    switch (network.driver()) {
      case DriverConfig.Bridge _ -> {}
      case DriverConfig.Host _ ->
          throw new EngineException(
              Kind.INVALID,
              "container cannot be disconnected from host network or connected to host network");
      case DriverConfig.None _ ->
          throw new EngineException(
              Kind.INVALID,
              "container cannot be connected to multiple networks with one of the networks in"
                  + " private (none) mode");
    }
  }

  private static Optional<Cidr> address(
      Network network,
      NetworkUse use,
      Optional<Leases> leases,
      Optional<InetAddress> wanted,
      String family) {
    if (leases.isEmpty()) {
      wanted.ifPresent(address -> requireInside(address, network, false));
      return Optional.empty();
    }
    Leases pool = leases.get();
    InetAddress address =
        wanted
            .map(given -> given(network, use, pool, given))
            .orElseGet(() -> pool.next().orElseThrow(() -> exhausted(network, family)));
    return Optional.of(new Cidr(address, pool.subnet().length()));
  }

  private static InetAddress given(
      Network network, NetworkUse use, Leases pool, InetAddress address) {
    requireInside(address, network, pool.subnet().contains(address));
    if (pool.taken(address)) {
      @Nullable String holder = use.holders().get(address);
      throw new EngineException(
          Kind.CONFLICT,
          "address %s of network %s is already in use by %s"
              .formatted(
                  Addresses.text(address),
                  network.name(),
                  holder == null ? "the network itself" : "container " + holder));
    }
    return address;
  }

  private static void requireInside(InetAddress address, Network network, boolean inside) {
    if (!inside) {
      throw new EngineException(
          Kind.INVALID,
          "no configured subnet of network %s contains the address %s"
              .formatted(network.name(), Addresses.text(address)));
    }
  }

  private static EngineException exhausted(Network network, String family) {
    return new EngineException(
        Kind.FAILED,
        "no available %s addresses on this network's address pools: %s (%s)"
            .formatted(family, network.name(), network.id()));
  }

  private MacAddress mac(Network network, NetworkUse use, EndpointSpec spec) {
    if (spec.mac().isEmpty()) {
      MacAddress mac = MacAddress.random(random);
      while (use.macs().containsKey(mac)) {
        mac = MacAddress.random(random);
      }
      return mac;
    }
    MacAddress wanted = spec.mac().get();
    @Nullable String holder = use.macs().get(wanted);
    if (holder != null) {
      throw new EngineException(
          Kind.CONFLICT,
          "MAC address %s of network %s is already in use by container %s"
              .formatted(wanted, network.name(), holder));
    }
    return wanted;
  }

  private String freeVeth() {
    String name = Ids.veth(random);
    while (state.hostInterfaces().containsKey(name)) {
      name = Ids.veth(random);
    }
    return name;
  }

  private static String freeName(List<Endpoint> others) {
    List<String> taken = others.stream().map(Endpoint::containerInterface).toList();
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> CONTAINER_PREFIX + i)
        .filter(name -> !taken.contains(name))
        .findFirst()
        .orElseThrow();
  }
}
