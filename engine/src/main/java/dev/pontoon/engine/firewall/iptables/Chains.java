package dev.pontoon.engine.firewall.iptables;

import java.util.List;

/** The chains that are there whatever is published, with Docker's names, and the ways into them. */
final class Chains {
  static final String PREROUTING = "PREROUTING";
  static final String OUTPUT = "OUTPUT";
  static final String POSTROUTING = "POSTROUTING";
  static final String FORWARD = "FORWARD";

  /** Translations in nat, published ports in filter, guards in raw. */
  static final String DOCKER = "DOCKER";

  /** The user's own; it is made where it is missing, and never changed. */
  static final String USER = "DOCKER-USER";

  static final String ALL_FORWARD = "DOCKER-FORWARD";
  static final String ESTABLISHED = "DOCKER-CT";
  static final String INTERNAL = "DOCKER-INTERNAL";
  static final String BRIDGE = "DOCKER-BRIDGE";

  private Chains() {}

  /** A chain of a table. */
  record Chain(Table table, String name) {}

  /** The chains that are ours to empty, a called one before its caller. */
  static List<Chain> own() {
    return List.of(
        new Chain(Table.RAW, DOCKER),
        new Chain(Table.NAT, DOCKER),
        new Chain(Table.FILTER, DOCKER),
        new Chain(Table.FILTER, ESTABLISHED),
        new Chain(Table.FILTER, INTERNAL),
        new Chain(Table.FILTER, BRIDGE),
        new Chain(Table.FILTER, ALL_FORWARD));
  }

  /** Jumps that follow whatever else their built-in chain has. */
  static List<Rule> appendedJumps() {
    return List.of(
        Rule.raw(PREROUTING, "-j " + DOCKER),
        Rule.nat(PREROUTING, "-m addrtype --dst-type LOCAL -j " + DOCKER),
        Rule.nat(OUTPUT, "-m addrtype --dst-type LOCAL -j " + DOCKER));
  }

  /** Jumps that go before whatever else FORWARD has, in this order. */
  static List<Rule> leadingJumps() {
    return List.of(Rule.filter(FORWARD, "-j " + USER), Rule.filter(FORWARD, "-j " + ALL_FORWARD));
  }

  /** The first rules of our own chains. */
  static List<Rule> head(Family family) {
    List<Rule> forward =
        List.of(
            Rule.filter(ALL_FORWARD, "-j " + INTERNAL),
            Rule.filter(ALL_FORWARD, "-j " + ESTABLISHED),
            Rule.filter(ALL_FORWARD, "-j " + BRIDGE));
    return family == Family.V6 ? forward : concat(guards(), forward);
  }

  /**
   * A bridge with route_localnet takes packets to and from 127.0.0.0/8 like any others, and a DNAT
   * before routing hides them from the kernel's own check. IPv6 drops ::1 from outside by itself.
   */
  private static List<Rule> guards() {
    return List.of(
        Rule.raw(DOCKER, "-s 127.0.0.0/8 ! -i lo -j DROP"),
        Rule.raw(DOCKER, "-d 127.0.0.0/8 ! -i lo -j DROP"));
  }

  private static List<Rule> concat(List<Rule> first, List<Rule> second) {
    return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
  }
}
