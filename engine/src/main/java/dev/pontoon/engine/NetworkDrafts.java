package dev.pontoon.engine;

import dev.pontoon.engine.EngineException.Kind;
import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.NetworkSpec;
import dev.pontoon.engine.model.Subnet;
import dev.pontoon.engine.state.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes networks of requests, without changing anything: all validation is here. */
record NetworkDrafts(Host host, List<AddressPool> pools, int mtu) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
  private static final Pattern LINK_NAME = Pattern.compile("[^\\s/:]{1,15}"); // dev_valid_name()
  private static final int SMALLEST_MTU = 68; // RFC 791
  private static final int SMALLEST_MTU_V6 = 1280; // RFC 8200
  private static final int LARGEST_MTU = 65_535;

  /** The network that a user asks for. */
  Network create(State state, NetworkSpec spec, String id) {
    requireFreeName(state, spec.name());
    return switch (spec.driver()) {
      case DriverConfig.Bridge bridge -> onBridge(state, spec, bridge, id);
      case DriverConfig.Host _, DriverConfig.None _ ->
          throw new EngineException(
              Kind.FORBIDDEN,
              "only one instance of \"" + spec.driver().driver() + "\" network is allowed");
    };
  }

  /** A bridge network of any name, the predefined one included. */
  Network onBridge(State state, NetworkSpec spec, DriverConfig.Bridge wanted, String id) {
    String bridge = wanted.bridge().orElseGet(() -> Ids.bridge(id));
    requireFreeBridge(state, bridge, id);
    int bytes = wanted.mtu().orElse(mtu);
    requireMtu(bytes, spec.ipv6());
    if (spec.ipv6() && !host.ipv6()) {
      throw new EngineException(Kind.UNSUPPORTED, "this host has no IPv6");
    }
    List<Subnet> subnets = new SubnetDrafts(state, host, pools).draft(spec, id);
    DriverConfig driver =
        new DriverConfig.Bridge(
            Optional.of(bridge),
            Optional.of(bytes),
            wanted.interContainer(),
            wanted.masquerade(),
            wanted.hostBinding());
    return network(spec, id, driver, subnets);
  }

  /** A network without a link of its own. */
  static Network plain(String name, DriverConfig driver, String id) {
    NetworkSpec spec = NetworkSpec.bridge(name);
    return network(spec, id, driver, List.of());
  }

  private static Network network(
      NetworkSpec spec, String id, DriverConfig driver, List<Subnet> subnets) {
    return new Network(
        id,
        spec.name(),
        Instant.now(),
        driver,
        subnets,
        spec.ipv6(),
        spec.internal(),
        spec.labels(),
        spec.options());
  }

  private static void requireFreeName(State state, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new EngineException(
          Kind.INVALID,
          "invalid network name \"" + name + "\": only " + NAME.pattern() + " is allowed");
    }
    if (List.of(Network.DEFAULT_BRIDGE, Network.HOST, Network.NONE).contains(name)) {
      throw new EngineException(
          Kind.FORBIDDEN, "operation is not permitted on predefined " + name + " network");
    }
    if (state.networkByName(name).isPresent()) {
      throw new EngineException(Kind.CONFLICT, "network with name " + name + " already exists");
    }
  }

  private void requireFreeBridge(State state, String bridge, String id) {
    if (!LINK_NAME.matcher(bridge).matches()) {
      throw new EngineException(Kind.INVALID, "invalid bridge name \"" + bridge + "\"");
    }
    for (Network other : state.networks().values()) {
      if (other.driver() instanceof DriverConfig.Bridge && other.bridgeName().equals(bridge)) {
        throw new EngineException(
            Kind.CONFLICT,
            "cannot create network %s (%s): conflicts with network %s (%s): networks have same bridge name"
                .formatted(id, bridge, other.id(), bridge));
      }
    }
    if (host.links().link(bridge).isPresent()) {
      throw new EngineException(
          Kind.CONFLICT, "link " + bridge + " exists already and is not of this engine");
    }
  }

  private static void requireMtu(int mtu, boolean ipv6) {
    int smallest = ipv6 ? SMALLEST_MTU_V6 : SMALLEST_MTU;
    if (mtu < smallest || mtu > LARGEST_MTU) {
      throw new EngineException(
          Kind.INVALID,
          "invalid MTU %d: it must be %d to %d".formatted(mtu, smallest, LARGEST_MTU));
    }
  }
}
