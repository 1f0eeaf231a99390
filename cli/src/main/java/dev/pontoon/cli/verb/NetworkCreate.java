package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.Target;
import dev.pontoon.cli.json.Json;
import dev.pontoon.cli.parse.Addresses;
import dev.pontoon.cli.parse.Pairs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code pontoon network create}. */
final class NetworkCreate {
  private NetworkCreate() {}

  static Verb verb() {
    Syntax syntax = new Syntax().operands(1, 1);
    syntax.flag("--attachable", "Enable manual container attachment");
    syntax.list("--aux-address", "Auxiliary IPv4 or IPv6 addresses used by Network driver");
    syntax.text("--config-from", "string", "The network from which to copy the configuration");
    syntax.flag("--config-only", "Create a configuration only network");
    syntax.text("-d, --driver", "string", "Driver to manage the Network (default \"bridge\")");
    syntax.list("--gateway", "IPv4 or IPv6 Gateway for the master subnet");
    syntax.flag("--ingress", "Create swarm routing-mesh network");
    syntax.flag("--internal", "Restrict external access to the network");
    syntax.list("--ip-range", "Allocate container ip from a sub-range");
    syntax.text("--ipam-driver", "string", "IP Address Management Driver (default \"default\")");
    syntax.list("--ipam-opt", "Set IPAM driver specific options");
    syntax.flag("--ipv4", "Enable or disable IPv4 address assignment (default true)");
    syntax.flag("--ipv6", "Enable or disable IPv6 address assignment");
    syntax.list("--label", "Set metadata on a network");
    syntax.list("-o, --opt", "Set driver specific options");
    syntax.text("--scope", "string", "Control the network's scope");
    syntax.list("--subnet", "Subnet in CIDR format that represents a network segment");
    return new Verb("network create", "NETWORK", "Create a network", syntax, NetworkCreate::run);
  }

  private static int run(Session session, Arguments a) throws IOException {
    Map<String, Object> body = body(a);
    Target target = Target.of("networks", "create");
    if (session.dryRun()) {
      session.print(session.client().postForText(target.with("dry-run", "1"), body));
      return 0;
    }
    Json created = session.client().post(target, body);
    if (!created.get("Warning").text().isEmpty()) {
      session.console().err().println("WARNING: " + created.get("Warning").text());
    }
    session.println(created.get("Id").text());
    return 0;
  }

  private static Map<String, Object> body(Arguments a) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Name", a.operand(0));
    body.put("CheckDuplicate", true); // what API before 1.44 needs to refuse a name in use
    body.put("Driver", a.has("--driver") ? a.text("--driver") : "bridge");
    ContainerOptions.put(body, "Scope", a.text("--scope"));
    if (a.has("--ipv4")) {
      body.put("EnableIPv4", a.is("--ipv4"));
    }
    body.put("EnableIPv6", a.is("--ipv6"));
    body.put("Internal", a.is("--internal"));
    body.put("Attachable", a.is("--attachable"));
    body.put("Ingress", a.is("--ingress"));
    body.put("ConfigOnly", a.is("--config-only"));
    if (a.has("--config-from")) {
      body.put("ConfigFrom", Map.of("Network", a.text("--config-from")));
    }
    Map<String, Object> ipam = new LinkedHashMap<>();
    ipam.put("Driver", a.has("--ipam-driver") ? a.text("--ipam-driver") : "default");
    ContainerOptions.put(ipam, "Options", Pairs.required(a.list("--ipam-opt"), "--ipam-opt"));
    ipam.put(
        "Config",
        pools(
            a.list("--subnet"),
            a.list("--ip-range"),
            a.list("--gateway"),
            Pairs.required(a.list("--aux-address"), "--aux-address")));
    body.put("IPAM", ipam);
    body.put("Options", Pairs.of(a.list("--opt")));
    body.put("Labels", Pairs.of(a.list("--label")));
    return body;
  }

  /** Gives each range, gateway and auxiliary address to the subnet that it lies in. */
  static List<Map<String, Object>> pools(
      List<String> subnets,
      List<String> ranges,
      List<String> gateways,
      Map<String, String> auxiliary) {
    if (subnets.isEmpty() && !(ranges.isEmpty() && gateways.isEmpty() && auxiliary.isEmpty())) {
      throw new IllegalArgumentException(
          "every ip-range or gateway must have a corresponding subnet");
    }
    List<Map<String, Object>> pools = new ArrayList<>();
    for (String subnet : subnets) {
      if (pools.stream().anyMatch(p -> overlap(String.valueOf(p.get("Subnet")), subnet))) {
        throw new IllegalArgumentException(
            "multiple overlapping subnet configuration is not supported");
      }
      Map<String, Object> pool = new LinkedHashMap<>();
      pool.put("Subnet", subnet);
      pools.add(pool);
    }
    ranges.forEach(range -> putOnce(pools, range, "IPRange", "ip-range"));
    gateways.forEach(gateway -> putOnce(pools, gateway, "Gateway", "gateway"));
    auxiliary.forEach((name, ip) -> auxiliaryOf(poolOf(pools, ip, "aux-address")).put(name, ip));
    return pools;
  }

  private static boolean overlap(String a, String b) {
    return Addresses.contains(a, b) || Addresses.contains(b, a);
  }

  private static void putOnce(
      List<Map<String, Object>> pools, String value, String name, String what) {
    Map<String, Object> pool = poolOf(pools, value, what);
    if (pool.put(name, value) != null) {
      throw new IllegalArgumentException(
          "cannot configure multiple "
              + what
              + "s ("
              + value
              + ") on the same subnet ("
              + pool.get("Subnet")
              + ")");
    }
  }

  private static Map<String, Object> poolOf(
      List<Map<String, Object>> pools, String address, String what) {
    return pools.stream()
        .filter(pool -> Addresses.contains(String.valueOf(pool.get("Subnet")), address))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no matching subnet for " + what + " " + address));
  }

  @SuppressWarnings("unchecked") // put here
  private static Map<String, Object> auxiliaryOf(Map<String, Object> pool) {
    return (Map<String, Object>)
        pool.computeIfAbsent("AuxiliaryAddresses", k -> new LinkedHashMap<String, Object>());
  }
}
