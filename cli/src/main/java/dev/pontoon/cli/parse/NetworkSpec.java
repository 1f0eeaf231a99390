package dev.pontoon.cli.parse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One {@code --network}: a name, or the long form {@code name=web,alias=www,ip=10.0.0.5}.
 *
 * @param name a network, or a mode: host, none, container:x, bridge, default
 * @param settings the endpoint's settings in the API's words
 */
public record NetworkSpec(String name, Map<String, Object> settings) {

  /** Reads one {@code --network}. */
  public static NetworkSpec parse(String text) {
    if (!text.contains("=")) {
      if (text.isEmpty()) {
        throw new IllegalArgumentException(
            "invalid argument \"\" for \"--network\" flag: network name is empty");
      }
      return new NetworkSpec(text, Map.of());
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    Map<String, Object> ipam = new LinkedHashMap<>();
    Map<String, List<String>> fields = Csv.pairs(text);
    fields.forEach((key, values) -> {
      String value = values.getLast();
      switch (key) {
        case "name" -> {}
        case "alias" -> settings.put("Aliases", values);
        case "ip" -> ipam.put("IPv4Address", Addresses.ip(value, "--network"));
        case "ip6" -> ipam.put("IPv6Address", Addresses.ip(value, "--network"));
        case "link-local-ip" -> ipam.put("LinkLocalIPs", values);
        case "mac-address" -> settings.put("MacAddress", Addresses.mac(value));
        case "driver-opt" -> settings.put("DriverOpts", Pairs.required(values, "--network"));
        case "gw-priority" -> settings.put("GwPriority", priority(value));
        default ->
            throw new IllegalArgumentException(
                "invalid argument \""
                    + text
                    + "\" for \"--network\" flag: invalid field key "
                    + key);
      }
    });
    if (!fields.containsKey("name")) {
      throw new IllegalArgumentException(
          "invalid argument \"" + text + "\" for \"--network\" flag: network name is missing");
    }
    if (!ipam.isEmpty()) {
      settings.put("IPAMConfig", ipam);
    }
    return new NetworkSpec(fields.get("name").getLast(), settings);
  }

  /** {@code gw-priority}. */
  public static int priority(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "invalid gw-priority (" + text + "): a number is expected", e);
    }
  }
}
