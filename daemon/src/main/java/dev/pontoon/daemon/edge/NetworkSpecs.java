package dev.pontoon.daemon.edge;

import dev.pontoon.api.Ipam;
import dev.pontoon.api.NetworkRequest;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.NetworkSpec;
import dev.pontoon.engine.model.SubnetSpec;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request for a network as the engine's spec. */
public final class NetworkSpecs {
  private static final String NAME = "com.docker.network.bridge.name";
  private static final String ICC = "com.docker.network.bridge.enable_icc";
  private static final String MASQUERADE = "com.docker.network.bridge.enable_ip_masquerade";
  private static final String BINDING = "com.docker.network.bridge.host_binding_ipv4";
  private static final String MTU = "com.docker.network.driver.mtu";
  private static final String ENABLE_IPV6 = "com.docker.network.enable_ipv6";
  private static final int MAX_MTU = 65_535;
  private static final int MIN_MTU = 68; // RFC 791
  private static final int MAX_INTERFACE_NAME = 15; // IFNAMSIZ less the final 0

  private NetworkSpecs() {}

  /**
   * Parses a request.
   *
   * @throws HttpError 400 for what makes no sense, 404 for an unknown driver, 501 for what Docker
   *     has and the engine does not
   */
  public static NetworkSpec parse(NetworkRequest request) {
    if (request.name().isBlank()) {
      throw HttpError.invalid("network name must not be empty");
    }
    Names.checkNetwork(request.name());
    refuseUnsupported(request);
    return new NetworkSpec(
        request.name(),
        driver(request),
        subnets(request.ipam()),
        Boolean.TRUE.equals(request.enableIpv6()) || ipv6Option(request.options()),
        request.internal(),
        request.labels(),
        request.options());
  }

  private static void refuseUnsupported(NetworkRequest request) {
    refuse(request.ingress(), "Ingress: ingress networks");
    refuse(request.configOnly(), "ConfigOnly: configuration networks");
    refuse(from(request.configFrom()), "ConfigFrom: configurations of other networks");
    refuse("swarm".equals(request.scope()), "Scope: networks of scope swarm");
    refuse(Boolean.FALSE.equals(request.enableIpv4()), "EnableIPv4: networks without IPv4");
    Ipam ipam = request.ipam();
    if (ipam != null && !ipam.driver().isEmpty() && !ipam.driver().equals("default")) {
      throw HttpError.notFound("could not find IPAM driver: " + ipam.driver());
    }
    if (ipam != null && ipam.options() != null && !ipam.options().isEmpty()) {
      throw HttpError.unsupported(
          "IPAM.Options: option %s is not supported"
              .formatted(ipam.options().keySet().iterator().next()));
    }
  }

  private static boolean from(@Nullable Object reference) {
    return reference instanceof Map<?, ?> other
        && other.values().stream().anyMatch(name -> name != null && !name.equals(""));
  }

  private static void refuse(boolean asked, String what) {
    if (asked) {
      throw HttpError.unsupported(what + " are not supported");
    }
  }

  private static DriverConfig driver(NetworkRequest request) {
    return switch (request.driver()) {
      case "", "default", "bridge" -> bridge(request.options());
      case "host", "null", "none" ->
          throw new HttpError(
              403, "only one instance of \"%s\" network is allowed".formatted(request.driver()));
      case "macvlan", "ipvlan", "overlay" ->
          throw HttpError.unsupported(
              "network driver %s is not supported".formatted(request.driver()));
      default ->
          throw HttpError.notFound(
              "could not find plugin %s in v1 plugin registry: plugin not found"
                  .formatted(request.driver()));
    };
  }

  private static DriverConfig.Bridge bridge(Map<String, String> options) {
    Optional<String> name = Optional.empty();
    Optional<Integer> mtu = Optional.empty();
    Optional<InetAddress> binding = Optional.empty();
    boolean icc = true;
    boolean masquerade = true;
    for (Map.Entry<String, String> option : options.entrySet()) {
      String value = option.getValue();
      switch (option.getKey()) {
        case NAME -> name = Optional.of(interfaceName(value));
        case MTU -> mtu = mtu(value);
        case BINDING -> binding = binding(value);
        case ICC -> icc = truth(ICC, value);
        case MASQUERADE -> masquerade = truth(MASQUERADE, value);
        case ENABLE_IPV6 -> truth(ENABLE_IPV6, value);
        default ->
            throw HttpError.unsupported(
                "option %s of network driver bridge is not supported".formatted(option.getKey()));
      }
    }
    return new DriverConfig.Bridge(name, mtu, icc, masquerade, binding);
  }

  private static boolean ipv6Option(Map<String, String> options) {
    return options.containsKey(ENABLE_IPV6) && truth(ENABLE_IPV6, options.get(ENABLE_IPV6));
  }

  private static String interfaceName(String name) {
    boolean valid =
        !name.isEmpty()
            && name.length() <= MAX_INTERFACE_NAME
            && !name.equals(".")
            && !name.equals("..")
            && name.chars().noneMatch(c -> c == '/' || c == ':' || Character.isWhitespace(c));
    if (!valid) {
      throw HttpError.invalid("invalid interface name \"%s\" in option %s".formatted(name, NAME));
    }
    return name;
  }

  private static Optional<Integer> mtu(String value) {
    try {
      int mtu = Integer.parseInt(value);
      if (mtu == 0) {
        return Optional.empty();
      }
      if (mtu >= MIN_MTU && mtu <= MAX_MTU) {
        return Optional.of(mtu);
      }
    } catch (NumberFormatException e) {
      // the same words as for a number out of range
    }
    throw HttpError.invalid("invalid value \"%s\" for option %s".formatted(value, MTU));
  }

  private static Optional<InetAddress> binding(String value) {
    InetAddress address = Addresses.parse(value);
    if (Addresses.isV6(address)) {
      throw HttpError.invalid("invalid value \"%s\" for option %s".formatted(value, BINDING));
    }
    return address.isAnyLocalAddress() ? Optional.empty() : Optional.of(address);
  }

  private static boolean truth(String option, @Nullable String value) {
    return switch (value == null ? "" : value) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default ->
          throw HttpError.invalid("invalid value \"%s\" for option %s".formatted(value, option));
    };
  }

  private static List<SubnetSpec> subnets(@Nullable Ipam ipam) {
    return ipam == null ? List.of() : ipam.config().stream().map(NetworkSpecs::subnet).toList();
  }

  private static SubnetSpec subnet(Ipam.Pool pool) {
    Map<String, InetAddress> auxiliary = new LinkedHashMap<>();
    if (pool.auxiliaryAddresses() != null) {
      pool.auxiliaryAddresses().forEach((k, v) -> auxiliary.put(k, Addresses.parse(v)));
    }
    return new SubnetSpec(
        text(pool.subnet()).map(Cidr::parse),
        text(pool.ipRange()).map(Cidr::parse),
        text(pool.gateway()).map(Addresses::parse),
        auxiliary);
  }

  private static Optional<String> text(@Nullable String value) {
    return value == null || value.isEmpty() ? Optional.empty() : Optional.of(value);
  }
}
