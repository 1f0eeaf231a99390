package dev.pontoon.engine;

import dev.pontoon.engine.EngineException.Kind;
import dev.pontoon.engine.ipam.FreeSubnets;
import dev.pontoon.engine.ipam.Occupied;
import dev.pontoon.engine.ipam.UniqueLocal;
import dev.pontoon.engine.model.NetworkSpec;
import dev.pontoon.engine.model.Subnet;
import dev.pontoon.engine.model.SubnetSpec;
import dev.pontoon.engine.state.State;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses and validates the subnets of a new network. */
record SubnetDrafts(State state, Host host, List<AddressPool> pools) {
  private static final SubnetSpec ANY =
      new SubnetSpec(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

  /** The network's subnets: one of IPv4 and, if it has IPv6, one of that. */
  List<Subnet> draft(NetworkSpec spec, String networkId) {
    List<Subnet> subnets = new ArrayList<>();
    SubnetSpec v4 = only(spec, false).orElse(ANY);
    subnets.add(complete(v4, v4.subnet().orElseGet(this::free)));
    if (spec.ipv6()) {
      SubnetSpec v6 = only(spec, true).orElse(ANY);
      subnets.add(complete(v6, v6.subnet().orElseGet(() -> uniqueLocal(networkId))));
    }
    return subnets;
  }

  /** The request's part for a family; one that says no subnet is of IPv4. */
  private static Optional<SubnetSpec> only(NetworkSpec spec, boolean v6) {
    List<SubnetSpec> ofFamily =
        spec.subnets().stream()
            .filter(subnet -> subnet.subnet().map(Cidr::isV6).orElse(false) == v6)
            .toList();
    if (ofFamily.size() > 1) {
      throw new EngineException(
          Kind.INVALID,
          "bridge driver does not support multiple " + (v6 ? "IPv6" : "IPv4") + " subnets");
    }
    return ofFamily.stream().findFirst();
  }

  private Cidr free() {
    List<Occupied> uses = List.of(state.occupied(), host.occupied());
    return FreeSubnets.find(pools, uses)
        .orElseThrow(() ->
            new EngineException(
                Kind.FAILED,
                "all predefined address pools have been fully subnetted; in use by: "
                    + FreeSubnets.obstacles(pools, uses.reversed())));
  }

  private Cidr uniqueLocal(String networkId) {
    return UniqueLocal.subnet(
            state.engineId(), networkId, List.of(state.occupied(), host.occupied()))
        .orElseThrow(() -> new EngineException(Kind.FAILED, "no unique local IPv6 subnet is free"));
  }

  private Subnet complete(SubnetSpec spec, Cidr subnet) {
    requireSubnet(subnet);
    InetAddress gateway =
        spec.gateway().orElseGet(() -> Addresses.plus(subnet.first(), BigInteger.ONE));
    requireInside(subnet, "gateway", gateway);
    spec.auxiliary().values().forEach(a -> requireInside(subnet, "auxiliary address", a));
    if (gateway.equals(subnet.first()) || (!subnet.isV6() && gateway.equals(subnet.last()))) {
      boolean pair = subnet.length() == 31 || subnet.length() == 127;
      if (!pair) {
        throw new EngineException(
            Kind.INVALID,
            "invalid gateway %s: it is no host's address in %s"
                .formatted(Addresses.text(gateway), subnet));
      }
    }
    spec.range().ifPresent(range -> requireRange(subnet, range));
    return new Subnet(subnet, spec.range(), gateway, spec.auxiliary());
  }

  private void requireSubnet(Cidr subnet) {
    if (!subnet.equals(subnet.subnet())) {
      throw new EngineException(
          Kind.INVALID, "invalid subnet %s: it should be %s".formatted(subnet, subnet.subnet()));
    }
    boolean useless =
        subnet.size().compareTo(BigInteger.TWO) < 0
            || subnet.length() == 0
            || subnet.address().isMulticastAddress()
            || subnet.address().isLoopbackAddress();
    if (useless) {
      throw new EngineException(
          Kind.INVALID, "invalid subnet " + subnet + ": containers can't have its addresses");
    }
    state
        .occupied()
        .overlap(subnet)
        .ifPresent(other -> {
          throw new EngineException(
              Kind.FORBIDDEN,
              "Pool overlaps with other one on this address space: %s overlaps %s of %s"
                  .formatted(subnet, other.subnet(), other.by()));
        });
  }

  private static void requireInside(Cidr subnet, String what, InetAddress address) {
    if (!subnet.contains(address)) {
      throw new EngineException(
          Kind.INVALID,
          "invalid %s %s: parent subnet %s doesn't contain this address"
              .formatted(what, Addresses.text(address), subnet));
    }
  }

  private static void requireRange(Cidr subnet, Cidr range) {
    if (!subnet.contains(range)) {
      throw new EngineException(
          Kind.INVALID,
          "invalid ip-range %s: parent subnet %s doesn't contain it".formatted(range, subnet));
    }
  }
}
