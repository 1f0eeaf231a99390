package dev.pontoon.daemon.view;

import dev.pontoon.api.Ipam;
import dev.pontoon.api.NetworkInspection;
import dev.pontoon.engine.Engine;
import dev.pontoon.engine.Health;
import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.model.Subnet;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Networks as Docker shows them. */
public final class NetworkViews {
  private final Engine engine;

  /** Views of an engine's networks. */
  public NetworkViews(Engine engine) {
    this.engine = engine;
  }

  /**
   * All there is to say.
   *
   * @param members whether the containers are listed
   */
  public NetworkInspection inspection(Network network, boolean members) {
    return new NetworkInspection(
        network.name(),
        network.id(),
        network.created().toString(),
        "local",
        network.driver().driver(),
        network.driver() instanceof DriverConfig.Bridge,
        network.ipv6(),
        new Ipam("default", null, network.subnets().stream().map(NetworkViews::pool).toList()),
        network.internal(),
        false,
        false,
        new NetworkInspection.ConfigReference(""),
        false,
        members ? members(network) : Map.of(),
        options(network),
        network.labels(),
        members ? status(network) : null);
  }

  private NetworkInspection.Status status(Network network) {
    Map<String, NetworkInspection.SubnetStatus> subnets = new LinkedHashMap<>();
    for (Health.Leases leases : engine.health().leases()) {
      network.subnets().stream()
          .filter(s -> leases.network().equals(network.name()))
          .filter(s -> Addresses.isV6(s.gateway()) == leases.ipv6())
          .forEach(s -> subnets.put(s.subnet().toString(), status(s, leases)));
    }
    return new NetworkInspection.Status(new NetworkInspection.IpamStatus(subnets));
  }

  /** Besides the leases the gateway's, the first and in IPv4 the last address are in use. */
  private static NetworkInspection.SubnetStatus status(Subnet subnet, Health.Leases leases) {
    int never = (leases.ipv6() ? 2 : 3) + subnet.auxiliary().size();
    return new NetworkInspection.SubnetStatus(
        BigInteger.valueOf(leases.used() + (long) never), leases.free());
  }

  private static Map<String, String> options(Network network) {
    if (!(network.driver() instanceof DriverConfig.Bridge bridge)) {
      return network.options();
    }
    Map<String, String> options = new TreeMap<>(network.options());
    if (network.predefined()) { // as Docker: only the default bridge shows what nobody asked for
      options.put("com.docker.network.bridge.default_bridge", "true");
      options.put("com.docker.network.bridge.enable_icc", String.valueOf(bridge.interContainer()));
      options.put(
          "com.docker.network.bridge.enable_ip_masquerade", String.valueOf(bridge.masquerade()));
      bridge.bridge().ifPresent(b -> options.put("com.docker.network.bridge.name", b));
      bridge.mtu().ifPresent(m -> options.put("com.docker.network.driver.mtu", m.toString()));
    }
    return options;
  }

  private static Ipam.Pool pool(Subnet subnet) {
    Map<String, String> auxiliary = new TreeMap<>();
    subnet.auxiliary().forEach((name, address) -> auxiliary.put(name, Addresses.text(address)));
    return new Ipam.Pool(
        subnet.subnet().toString(),
        subnet.range().map(Cidr::toString).orElse(null),
        Addresses.text(subnet.gateway()),
        auxiliary.isEmpty() ? null : auxiliary);
  }

  private Map<String, NetworkInspection.Member> members(Network network) {
    Map<String, NetworkInspection.Member> members = new LinkedHashMap<>();
    for (Sandbox sandbox : engine.sandboxes()) {
      Optional<Endpoint> endpoint = sandbox.endpointOn(network.id());
      endpoint.ifPresent(e ->
          members.put(
              sandbox.id(),
              new NetworkInspection.Member(
                  sandbox.name(),
                  e.id(),
                  e.mac().toString(),
                  e.ipv4().map(Cidr::toString).orElse(""),
                  e.ipv6().map(Cidr::toString).orElse(""))));
    }
    return members;
  }
}
