package dev.pontoon.daemon.edge;

import dev.pontoon.api.ContainerConfig;
import dev.pontoon.api.EndpointSettings;
import dev.pontoon.api.EndpointSettings.IpamConfig;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.NetworkMode;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.MacAddress;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Docker's network modes and endpoint settings as the engine's. */
public final class Networks {
  /** The endpoint option that lets a container send with any address: {@code on}, {@code off}. */
  public static final String SPOOF_CHECK = "dev.pontoon.endpoint.spoof-check";

  private static final String CONTAINER = "container:";
  private static final Set<Map.Entry<String, String>> NO_OPTIONS = Set.of();
  private static final Set<String> DEFAULT = Set.of("", "default", Network.DEFAULT_BRIDGE);

  private Networks() {}

  /** The networks that a request names, that of its mode first. */
  static Map<String, EndpointSettings> wanted(
      String mode, Map<String, @Nullable EndpointSettings> endpoints) {
    Map<String, EndpointSettings> wanted = new LinkedHashMap<>();
    if (mode.startsWith(CONTAINER)) {
      return wanted;
    }
    wanted.put(name(mode), EndpointSettings.NONE);
    endpoints.forEach((network, settings) ->
        wanted.put(name(network), settings == null ? EndpointSettings.NONE : settings));
    return wanted;
  }

  /** A network by the name that the engine has for it. */
  static String name(String network) {
    return DEFAULT.contains(network) ? Network.DEFAULT_BRIDGE : network;
  }

  /** Whether a mode names a network that somebody made. */
  public static boolean userDefined(String mode) {
    String name = name(mode);
    return !name.equals(Network.DEFAULT_BRIDGE)
        && !name.equals(Network.HOST)
        && !name.equals(Network.NONE)
        && !name.startsWith(CONTAINER);
  }

  /** The container whose networking is shared, if one is. */
  public static Optional<String> sharedWith(String mode) {
    return mode.startsWith(CONTAINER)
        ? Optional.of(mode.substring(CONTAINER.length()))
        : Optional.empty();
  }

  /**
   * The engine's mode.
   *
   * @param sharedId the whole id of the container named by a mode {@code container:}
   */
  public static NetworkMode mode(ContainerRequest request, Optional<String> sharedId) {
    if (sharedId.isPresent()) {
      return new NetworkMode.Shared(sharedId.get());
    }
    Map<String, EndpointSettings> networks = request.networks();
    if (networks.containsKey(Network.HOST)) {
      return alone(Network.HOST, networks, new NetworkMode.HostNamespace());
    }
    if (networks.containsKey(Network.NONE) || networks.isEmpty()) {
      return alone(Network.NONE, networks, new NetworkMode.Isolated());
    }
    ContainerConfig config = request.config();
    return new NetworkMode.Own(
        networks.entrySet().stream()
            .map(e -> endpoint(e.getKey(), withMac(e.getValue(), e.getKey(), request, config)))
            .toList());
  }

  private static NetworkMode alone(
      String network, Map<String, EndpointSettings> networks, NetworkMode mode) {
    if (networks.size() > 1) {
      throw HttpError.invalid(
          "conflicting options: network %s cannot be combined with other networks"
              .formatted(network));
    }
    return mode;
  }

  /** The old field of the container itself means its first network. */
  private static EndpointSettings withMac(
      EndpointSettings settings, String network, ContainerRequest request, ContainerConfig config) {
    String mac = config.macAddress();
    boolean first = request.networks().keySet().iterator().next().equals(network);
    if (mac == null || mac.isEmpty() || !first || !settings.macAddress().isEmpty()) {
      return settings;
    }
    return new EndpointSettings(
        settings.ipamConfig(),
        settings.links(),
        settings.aliases(),
        mac,
        settings.driverOpts(),
        settings.gwPriority(),
        "",
        "",
        "",
        "",
        0,
        "",
        "",
        0,
        null);
  }

  /** A place on a network as the engine wants it. */
  public static EndpointSpec endpoint(String network, EndpointSettings settings) {
    check(network, settings);
    IpamConfig ipam =
        settings.ipamConfig() == null ? new IpamConfig(null, null, null) : settings.ipamConfig();
    return new EndpointSpec(
        network,
        address(ipam.ipv4Address(), false),
        address(ipam.ipv6Address(), true),
        settings.macAddress().isEmpty()
            ? Optional.empty()
            : Optional.of(MacAddress.parse(settings.macAddress())),
        settings.aliases() == null ? List.of() : settings.aliases(),
        unguarded(network, settings.driverOpts()),
        settings.gwPriority(),
        linkLocal(ipam.linkLocalIps()));
  }

  /** Any address but none: that it is link-local Docker does not ask for either. */
  private static List<InetAddress> linkLocal(@Nullable List<String> texts) {
    return texts == null ? List.of() : texts.stream().map(Networks::linkLocal).toList();
  }

  private static InetAddress linkLocal(String text) {
    return literal(text)
        .filter(address -> !address.isAnyLocalAddress())
        .orElseThrow(() -> HttpError.invalid("invalid link-local IP address: " + text));
  }

  /** Without a zone: that is one of the host's, and means nothing in a container. */
  private static Optional<InetAddress> literal(String text) {
    return text.indexOf('%') < 0 ? Addresses.tryParse(text) : Optional.empty();
  }

  private static boolean unguarded(String network, @Nullable Map<String, String> options) {
    boolean unguarded = false;
    for (Map.Entry<String, String> option : options == null ? NO_OPTIONS : options.entrySet()) {
      if (!option.getKey().equals(SPOOF_CHECK)) {
        throw HttpError.unsupported(
            "network %s: endpoint option %s is not supported".formatted(network, option.getKey()));
      }
      unguarded =
          switch (option.getValue()) {
            case "on" -> false;
            case "off" -> true;
            default ->
                throw HttpError.invalid(
                    "network %s: invalid value for endpoint option %s: \"%s\" (must be on or off)"
                        .formatted(network, SPOOF_CHECK, option.getValue()));
          };
    }
    return unguarded;
  }

  private static void check(String network, EndpointSettings settings) {
    if (settings.links() != null && !settings.links().isEmpty()) {
      throw HttpError.unsupported(
          "network %s: Links: names in networks need DNS, which comes later; links are there on the"
                  .formatted(network)
              + " default bridge");
    }
    IpamConfig ipam = settings.ipamConfig();
    if (ipam == null) {
      return;
    }
    boolean chosen = isSet(ipam.ipv4Address()) || isSet(ipam.ipv6Address());
    if (chosen && network.equals(Network.DEFAULT_BRIDGE)) {
      throw HttpError.invalid(
          "user specified IP address is supported on user defined networks only");
    }
  }

  private static boolean isSet(@Nullable String text) {
    return text != null && !text.isEmpty();
  }

  private static Optional<InetAddress> address(@Nullable String text, boolean v6) {
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        literal(text)
            .filter(address -> Addresses.isV6(address) == v6)
            .orElseThrow(
                () -> HttpError.invalid("invalid IPv%d address: %s".formatted(v6 ? 6 : 4, text))));
  }
}
