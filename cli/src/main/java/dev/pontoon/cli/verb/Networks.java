package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.ApiException;
import dev.pontoon.cli.client.Target;
import dev.pontoon.cli.json.Json;
import dev.pontoon.cli.output.Listing;
import dev.pontoon.cli.output.Timestamps;
import dev.pontoon.cli.parse.Addresses;
import dev.pontoon.cli.parse.NetworkSpec;
import dev.pontoon.cli.parse.Pairs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The verbs {@code network ls}, {@code rm}, {@code prune}, {@code connect} and {@code disconnect}.
 */
final class Networks {
  private Networks() {}

  static Verb ls() {
    Syntax syntax = new Syntax();
    syntax.list("-f, --filter", "Provide filter values (e.g. \"driver=bridge\")");
    syntax.text(
        "--format", "string", "Format output: 'table', 'table TEMPLATE', 'json' or a Go template");
    syntax.flag("--no-trunc", "Do not truncate the output");
    syntax.flag("-q, --quiet", "Only display network IDs");
    return new Verb("network ls", "", "List networks", syntax, Networks::list);
  }

  private static int list(Session session, Arguments a) throws IOException {
    Json networks =
        session.client().get(Target.of("networks").filters(Pairs.filters(a.list("--filter"))));
    List<Map<String, String>> rows =
        networks.items().stream()
            .map(n -> row(n, a, session))
            .sorted(Comparator.comparing(row -> row.getOrDefault("Name", "")))
            .toList();
    if (a.is("--quiet")) {
      rows.forEach(row -> session.println(row.getOrDefault("ID", "")));
      return 0;
    }
    Map<String, String> heads =
        Listing.row(
            "CreatedAt",
            "CREATED AT",
            "Driver",
            "DRIVER",
            "ID",
            "NETWORK ID",
            "IPv4",
            "IPV4",
            "IPv6",
            "IPV6",
            "Internal",
            "INTERNAL",
            "Labels",
            "LABELS",
            "Name",
            "NAME",
            "Scope",
            "SCOPE");
    session.print(
        new Listing(heads, List.of("ID", "Name", "Driver", "Scope"))
            .print(a.text("--format"), rows));
    return 0;
  }

  private static Map<String, String> row(Json network, Arguments a, Session session) {
    boolean cut = !a.is("--no-trunc");
    String id = network.get("Id").text();
    boolean ipv4 = network.get("EnableIPv4").isNull() || network.get("EnableIPv4").truth();
    return Listing.row(
        "CreatedAt",
            Listing.names(a.text("--format"), "CreatedAt")
                ? Timestamps.full(
                    Timestamps.read(network.get("Created").text()), session.zone().get())
                : "",
        "Driver", network.get("Driver").text(),
        "ID", cut ? Listing.shortId(id) : id,
        "IPv4", String.valueOf(ipv4),
        "IPv6", String.valueOf(network.get("EnableIPv6").truth()),
        "Internal", String.valueOf(network.get("Internal").truth()),
        "Labels", Listing.labels(network.get("Labels")),
        "Name", network.get("Name").text(),
        "Scope", network.get("Scope").text());
  }

  static Verb rm() {
    Syntax syntax = new Syntax().operands(1, Integer.MAX_VALUE);
    syntax.flag("-f, --force", "Do not error if the network does not exist");
    return new Verb(
        "network rm",
        "NETWORK [NETWORK...]",
        "Remove one or more networks",
        syntax,
        (session, a) ->
            session.each(
                a.operands(),
                name -> {
                  try {
                    session.client().delete(Target.of("networks", name));
                  } catch (ApiException e) {
                    if (!a.is("--force") || e.status() != 404) {
                      throw e;
                    }
                  }
                  session.println(name);
                }));
  }

  static Verb prune() {
    Syntax syntax = new Syntax();
    syntax.flag("-f, --force", "Do not prompt for confirmation");
    syntax.list("--filter", "Provide filter values (e.g. \"until=<timestamp>\")");
    return new Verb(
        "network prune",
        "",
        "Remove all unused networks",
        syntax,
        (session, a) -> {
          if (!a.is("--force")
              && !agreed(session, "all custom networks not used by at least one container")) {
            return 1;
          }
          Target target = Target.of("networks", "prune").filters(Pairs.filters(a.list("--filter")));
          List<String> deleted = session.client().post(target).get("NetworksDeleted").texts();
          if (!deleted.isEmpty()) {
            session.print("Deleted Networks:\n" + String.join("\n", deleted) + "\n\n");
          }
          return 0;
        });
  }

  /** Asks before what can't be undone. */
  static boolean agreed(Session session, String what) throws IOException {
    session.print(
        "WARNING! This will remove " + what + ".\nAre you sure you want to continue? [y/N] ");
    session.console().out().flush();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(session.console().in(), StandardCharsets.UTF_8));
    String answer = in.readLine();
    return answer != null && answer.strip().equalsIgnoreCase("y");
  }

  static Verb connect() {
    Syntax syntax = new Syntax().operands(2, 2);
    syntax.list("--alias", "Add network-scoped alias for the container");
    syntax.list("--driver-opt", "driver options for the network");
    syntax.text("--gw-priority", "int", "Highest gw-priority provides the default gateway");
    syntax.text("--ip", "string", "IPv4 address (e.g., \"172.30.100.104\")");
    syntax.text("--ip6", "string", "IPv6 address (e.g., \"2001:db8::33\")");
    syntax.list("--link", "Add link to another container");
    syntax.list("--link-local-ip", "Add a link-local address for the container");
    syntax.text("--mac-address", "string", "MAC address");
    return new Verb(
        "network connect",
        "NETWORK CONTAINER",
        "Connect a container to a network",
        syntax,
        (session, a) -> {
          Map<String, Object> body =
              Map.of("Container", a.operand(1), "EndpointConfig", endpoint(a));
          session.client().post(Target.of("networks", a.operand(0), "connect"), body);
          return 0;
        });
  }

  private static Map<String, Object> endpoint(Arguments a) {
    Map<String, Object> ipam = new LinkedHashMap<>();
    ContainerOptions.put(
        ipam, "IPv4Address", a.has("--ip") ? Addresses.ip(a.text("--ip"), "--ip") : "");
    ContainerOptions.put(
        ipam, "IPv6Address", a.has("--ip6") ? Addresses.ip(a.text("--ip6"), "--ip6") : "");
    ContainerOptions.put(ipam, "LinkLocalIPs", a.list("--link-local-ip"));
    Map<String, Object> endpoint = new LinkedHashMap<>();
    ContainerOptions.put(endpoint, "IPAMConfig", ipam);
    ContainerOptions.put(endpoint, "Aliases", a.list("--alias"));
    ContainerOptions.put(endpoint, "Links", a.list("--link"));
    ContainerOptions.put(
        endpoint, "DriverOpts", Pairs.required(a.list("--driver-opt"), "--driver-opt"));
    ContainerOptions.put(
        endpoint,
        "MacAddress",
        a.has("--mac-address") ? Addresses.mac(a.text("--mac-address")) : "");
    if (a.has("--gw-priority")) {
      endpoint.put("GwPriority", NetworkSpec.priority(a.text("--gw-priority")));
    }
    return endpoint;
  }

  static Verb disconnect() {
    Syntax syntax =
        new Syntax()
            .operands(2, 2)
            .flag("-f, --force", "Force the container to disconnect from a network");
    return new Verb(
        "network disconnect",
        "NETWORK CONTAINER",
        "Disconnect a container from a network",
        syntax,
        (session, a) -> {
          Map<String, Object> body = Map.of("Container", a.operand(1), "Force", a.is("--force"));
          session.client().post(Target.of("networks", a.operand(0), "disconnect"), body);
          return 0;
        });
  }
}
