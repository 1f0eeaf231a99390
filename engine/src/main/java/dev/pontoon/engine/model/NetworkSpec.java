package dev.pontoon.engine.model;

import java.util.List;
import java.util.Map;

/**
 * A network to create.
 *
 * @param subnets empty asks for one IPv4 subnet of the default pools (and for an IPv6 one with
 *     {@code ipv6})
 * @param ipv6 whether endpoints get IPv6 addresses; without an IPv6 subnet the engine makes a
 *     stable unique local one (RFC 4193)
 * @param internal whether traffic to and from the outside is barred
 * @param options the request's own strings, kept for inspection only
 */
public record NetworkSpec(
    String name,
    DriverConfig driver,
    List<SubnetSpec> subnets,
    boolean ipv6,
    boolean internal,
    Map<String, String> labels,
    Map<String, String> options) {
  public NetworkSpec {
    subnets = List.copyOf(subnets);
    labels = Map.copyOf(labels);
    options = Map.copyOf(options);
  }

  /** A bridge network with nothing asked for but its name. */
  public static NetworkSpec bridge(String name) {
    return new NetworkSpec(
        name, DriverConfig.Bridge.DEFAULT, List.of(), false, false, Map.of(), Map.of());
  }
}
