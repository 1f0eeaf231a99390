package dev.pontoon.engine.firewall.iptables;

import dev.pontoon.engine.firewall.PortRules;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.linux.ip.Addresses;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** The rules of one mapping: however many ports it has, they are the same few. */
final class PortChains {
  private static final String LOOPBACK = "::1/128";
  private static final String LINK_LOCAL = "fe80::/10";

  private PortChains() {}

  /**
   * What is translated, and let through; in the order in which it is appended.
   *
   * @param relayPort 0 where there is no relay
   */
  static List<Rule> of(PortRules ports, Family family, int relayPort) {
    PortMapping mapping = ports.mapping();
    if (Family.of(mapping.hostAddress()) != family) {
      return List.of();
    }
    List<Rule> rules = new ArrayList<>();
    if (family == Family.V6 || mapping.crossesFamilies()) {
      rules.addAll(redirects(mapping, relayPort));
    }
    if (kernelTranslates(mapping)) {
      rules.add(dnat(mapping, family, relayPort));
      rules.add(accept(ports, family));
    }
    return rules;
  }

  /**
   * The container to itself by the host's address: the article's rule. Neighbours are masqueraded
   * by their network's own rule, which this one has to precede.
   */
  static List<Rule> hairpins(PortRules ports, Family family) {
    PortMapping mapping = ports.mapping();
    if (Family.of(mapping.hostAddress()) != family
        || !kernelTranslates(mapping)
        || mapping.hostAddress().isLoopbackAddress()) {
      return List.of();
    }
    String container = family.host(mapping.containerAddress());
    return List.of(
        Rule.nat(
            Chains.POSTROUTING,
            "-s %s -d %s -o %s %s -j MASQUERADE"
                .formatted(container, container, ports.bridge(), containerPorts(mapping))));
  }

  /** What the kernel can't translate: between families, from ::1, and link-local clients. */
  private static List<Rule> redirects(PortMapping mapping, int relayPort) {
    if (relayPort == 0) {
      return List.of();
    }
    String redirect = hostPorts(mapping) + " -j REDIRECT --to-ports " + relayPort;
    if (!kernelTranslates(mapping)) {
      return List.of(Rule.nat(Chains.DOCKER, destination(mapping.hostAddress()) + redirect));
    }
    if (!mapping.hostAddress().isAnyLocalAddress()) {
      return List.of();
    }
    return List.of(
        Rule.nat(Chains.DOCKER, "-d " + LOOPBACK + " " + redirect),
        Rule.nat(Chains.DOCKER, "-s " + LINK_LOCAL + " " + redirect));
  }

  /** Neither between families nor from ::1, which can't be routed. */
  private static boolean kernelTranslates(PortMapping mapping) {
    InetAddress host = mapping.hostAddress();
    boolean loopbackV6 = Addresses.isV6(host) && host.isLoopbackAddress();
    return !mapping.crossesFamilies() && !loopbackV6;
  }

  private static Rule dnat(PortMapping mapping, Family family, int relayPort) {
    boolean unservedLoopback =
        family == Family.V6 && relayPort == 0 && mapping.hostAddress().isAnyLocalAddress();
    String destination =
        unservedLoopback ? "! -d " + LOOPBACK + " " : destination(mapping.hostAddress());
    return Rule.nat(
        Chains.DOCKER,
        destination + hostPorts(mapping) + " -j DNAT --to-destination " + target(mapping));
  }

  private static Rule accept(PortRules ports, Family family) {
    PortMapping mapping = ports.mapping();
    return Rule.filter(
        Chains.DOCKER,
        "-d %s -o %s %s -m conntrack --ctstate DNAT -j ACCEPT"
            .formatted(
                family.host(mapping.containerAddress()), ports.bridge(), containerPorts(mapping)));
  }

  /** A range that keeps its numbers needs no port here; a shifted one names its base. */
  private static String target(PortMapping mapping) {
    String address = Addresses.text(mapping.containerAddress());
    if (mapping.count() > 1 && mapping.oneToOne()) {
      return address;
    }
    String host = Addresses.isV6(mapping.containerAddress()) ? "[" + address + "]" : address;
    String shift = mapping.count() > 1 ? "/" + mapping.hostFirst() : "";
    return host + ":" + range(mapping.containerFirst(), mapping.count(), "-") + shift;
  }

  private static String destination(InetAddress host) {
    return host.isAnyLocalAddress() ? "" : "-d " + Family.of(host).host(host) + " ";
  }

  private static String hostPorts(PortMapping mapping) {
    return match(mapping, mapping.hostFirst());
  }

  private static String containerPorts(PortMapping mapping) {
    return match(mapping, mapping.containerFirst());
  }

  private static String match(PortMapping mapping, int first) {
    return "-p %1$s -m %1$s --dport %2$s"
        .formatted(mapping.protocol(), range(first, mapping.count(), ":"));
  }

  private static String range(int first, int count, String between) {
    return count == 1 ? String.valueOf(first) : first + between + (first + count - 1);
  }
}
