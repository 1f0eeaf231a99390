package dev.pontoon.engine;

import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.NetworkMode;
import dev.pontoon.engine.model.PortSpec;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.engine.model.SandboxSpec;
import dev.pontoon.linux.rtnetlink.Address;
import dev.pontoon.linux.rtnetlink.Link;
import dev.pontoon.linux.rtnetlink.Route;
import dev.pontoon.testkit.HostNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What tests of the engine need again and again. */
final class Fixture {
  private Fixture() {}

  static EngineConfig config(HostNetwork host) {
    return EngineConfig.at(
            host.path(), host.directory().resolve("data"), host.directory().resolve("exec"))
        .withFirewall(FirewallBackend.NONE);
  }

  static String id(int number) {
    return "c0".repeat(28) + HexFormat.of().toHexDigits(number);
  }

  static SandboxSpec container(int number, String... networks) {
    NetworkMode.Own mode = new NetworkMode.Own(Stream.of(networks).map(EndpointSpec::on).toList());
    return new SandboxSpec(id(number), "c" + number, mode, List.of());
  }

  /** The same with a port of each protocol published. */
  static SandboxSpec published(int number, String network) {
    SandboxSpec plain = container(number, network);
    return new SandboxSpec(
        plain.id(),
        plain.name(),
        plain.mode(),
        List.of(
            PortSpec.of(Protocol.TCP, 5000 + number, 80),
            PortSpec.of(Protocol.UDP, 5000 + number, 53)));
  }

  /**
   * What a host has, comparable: links, addresses, routes, neighbours, rules, and namespaces with
   * routes.
   */
  static Set<String> kernel(HostNetwork host) {
    Set<String> all = new TreeSet<>();
    List<Link> links = host.rtnetlink().links();
    for (Link link : links) {
      all.add(
          "link %s up %s mtu %d alias %s"
              .formatted(link.name(), link.isUp(), link.mtu(), link.alias()));
    }
    for (Address address : host.rtnetlink().addresses()) {
      all.add("address " + address.address() + " of " + name(links, address.link()));
    }
    for (Route route : host.rtnetlink().routes()) {
      if (route.table() == Route.TABLE_MAIN) {
        all.add("route " + route.destination() + " of " + name(links, route.link()));
      }
    }
    host.exec("ip", "neigh", "show", "nud", "permanent")
        .orFail()
        .lines()
        .map(line -> line.replaceAll("lladdr \\S+", "lladdr MAC"))
        .forEach(line -> all.add("neighbour " + line.strip()));
    host.exec("nft", "-s", "list", "ruleset")
        .orFail()
        .lines()
        .map(line -> line.replaceAll("dport \\d+ goto", "dport RELAY goto"))
        .map(line -> line.replaceAll("redirect to :\\d+", "redirect to :RELAY"))
        .forEach(line -> all.add("rule " + line));
    for (Path namespace : namespaces(host)) {
      all.add("namespace " + namespace.getFileName());
      host.exec("nsenter", "--net=" + namespace, "ip", "-4", "route")
          .orFail()
          .lines()
          .forEach(route -> all.add("inside " + namespace.getFileName() + ": " + route));
    }
    return all;
  }

  private static String name(List<Link> links, int index) {
    return links.stream()
        .filter(link -> link.index() == index)
        .map(Link::name)
        .collect(Collectors.joining());
  }

  private static List<Path> namespaces(HostNetwork host) {
    try (Stream<Path> files = Files.list(host.directory().resolve("exec/netns"))) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What an engine has, comparable. */
  static Set<String> state(Engine engine) {
    Set<String> all = new TreeSet<>();
    engine.networks().forEach(network -> all.add(network.toString()));
    engine.sandboxes().forEach(sandbox -> all.add(sandbox.toString()));
    return all;
  }

  static Set<String> names(Engine engine) {
    Set<String> all = new TreeSet<>();
    engine.networks().stream().map(Network::name).forEach(all::add);
    engine.sandboxes().forEach(s -> all.add(s.name() + " on " + s.endpoints().size()));
    return all;
  }
}
