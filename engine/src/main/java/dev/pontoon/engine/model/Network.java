package dev.pontoon.engine.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A network. Of a bridge network, {@link DriverConfig.Bridge#bridge} and {@link
 * DriverConfig.Bridge#mtu} are always there.
 *
 * @param id 64 hexadecimal digits
 * @param subnets in the order of the request, IPv4 and IPv6
 * @param options the request's own strings, kept for inspection only
 */
public record Network(
    String id,
    String name,
    Instant created,
    DriverConfig driver,
    List<Subnet> subnets,
    boolean ipv6,
    boolean internal,
    Map<String, String> labels,
    Map<String, String> options) {
  public static final String DEFAULT_BRIDGE = "bridge";
  public static final String HOST = "host";
  public static final String NONE = "none";

  public Network {
    subnets = List.copyOf(subnets);
    labels = Map.copyOf(labels);
    options = Map.copyOf(options);
  }

  /** Whether this is one of the three networks that are always there. */
  public boolean predefined() {
    return name.equals(DEFAULT_BRIDGE) || name.equals(HOST) || name.equals(NONE);
  }

  /** The name of a bridge network's bridge. */
  public String bridgeName() {
    if (driver instanceof DriverConfig.Bridge bridge) {
      return bridge.bridge().orElseThrow();
    }
    throw new IllegalStateException("network " + name + " has no bridge");
  }
}
