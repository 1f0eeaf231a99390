package dev.pontoon.cli.verb;

import dev.pontoon.cli.parse.Addresses;
import dev.pontoon.cli.parse.NetworkSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which networks a new container joins, and how. */
final class NetworkOptions {
  private static final Set<String> MODES = Set.of("host", "none", "default", "bridge");

  private NetworkOptions() {}

  /** Puts {@code NetworkMode} and the endpoints' settings into the body of a create. */
  static void put(Arguments a, Map<String, Object> body) {
    List<NetworkSpec> specs = a.list("--network").stream().map(NetworkSpec::parse).toList();
    Map<String, Object> scoped = scoped(a);
    NetworkSpec first = specs.isEmpty() ? new NetworkSpec("default", Map.of()) : specs.getFirst();
    check(specs, first, scoped);
    Map<String, Object> endpoints = new LinkedHashMap<>();
    boolean plain = first.settings().isEmpty() && scoped.isEmpty();
    String mode = first.name().equals("default") && !plain ? "bridge" : first.name();
    if (!plain || (isNetwork(first.name()) && !specs.isEmpty())) {
      endpoints.put(mode, merged(first, scoped));
    }
    specs.stream().skip(1).forEach(spec -> endpoints.put(spec.name(), spec.settings()));
    hostConfig(body).put("NetworkMode", mode);
    body.put("NetworkingConfig", Map.of("EndpointsConfig", endpoints));
    if (a.has("--mac-address")) {
      body.put(
          "MacAddress", Addresses.mac(a.text("--mac-address"))); // where API before 1.44 wants it
    }
  }

  @SuppressWarnings("unchecked") // made by ContainerOptions
  private static Map<String, Object> hostConfig(Map<String, Object> body) {
    return (Map<String, Object>)
        body.computeIfAbsent("HostConfig", k -> new LinkedHashMap<String, Object>());
  }

  /** The flags that are settings of the first network's endpoint. */
  private static Map<String, Object> scoped(Arguments a) {
    Map<String, Object> ipam = new LinkedHashMap<>();
    if (a.has("--ip")) {
      ipam.put("IPv4Address", Addresses.ip(a.text("--ip"), "--ip"));
    }
    if (a.has("--ip6")) {
      ipam.put("IPv6Address", Addresses.ip(a.text("--ip6"), "--ip6"));
    }
    ContainerOptions.put(ipam, "LinkLocalIPs", a.list("--link-local-ip"));
    Map<String, Object> settings = new LinkedHashMap<>();
    ContainerOptions.put(settings, "IPAMConfig", ipam);
    ContainerOptions.put(settings, "Aliases", a.list("--network-alias"));
    if (a.has("--mac-address")) {
      settings.put("MacAddress", Addresses.mac(a.text("--mac-address")));
    }
    return settings;
  }

  private static void check(
      List<NetworkSpec> specs, NetworkSpec first, Map<String, Object> scoped) {
    for (NetworkSpec spec : specs) {
      if (specs.size() > 1
          && (spec.name().startsWith("container:")
              || spec.name().equals("host")
              || spec.name().equals("none"))) {
        throw new IllegalArgumentException(
            "conflicting options: cannot attach both user-defined and non-user-defined network-modes");
      }
      if (specs.stream().filter(other -> other.name().equals(spec.name())).count() > 1) {
        throw new IllegalArgumentException(
            "network \"" + spec.name() + "\" is specified multiple times");
      }
    }
    if (scoped.containsKey("Aliases") && !isNetwork(first.name())) {
      throw new IllegalArgumentException(
          "network-scoped aliases are only supported for user-defined networks");
    }
    for (String name : scoped.keySet()) {
      if (first.settings().containsKey(name)) {
        throw new IllegalArgumentException(
            "conflicting options: "
                + name
                + " of network \""
                + first.name()
                + "\" is given by --network and by a flag of its own");
      }
    }
  }

  private static Map<String, Object> merged(NetworkSpec first, Map<String, Object> scoped) {
    Map<String, Object> settings = new LinkedHashMap<>(first.settings());
    settings.putAll(scoped);
    return settings;
  }

  private static boolean isNetwork(String name) {
    return !MODES.contains(name) && !name.startsWith("container:");
  }
}
