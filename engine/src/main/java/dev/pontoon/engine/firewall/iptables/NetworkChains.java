package dev.pontoon.engine.firewall.iptables;

import dev.pontoon.engine.firewall.NetworkRules;
import dev.pontoon.linux.ip.Cidr;
import java.util.ArrayList;
import java.util.List;

/** The rules of one network. */
final class NetworkChains {
  private NetworkChains() {}

  /** In the order in which they are appended. */
  static List<Rule> of(NetworkRules network, Family family) {
    List<Rule> rules = new ArrayList<>(forwarding(network));
    network.subnets().stream()
        .filter(family::has)
        .forEach(subnet -> rules.addAll(masquerades(network, subnet)));
    return rules;
  }

  private static List<Rule> forwarding(NetworkRules network) {
    String out = "-o " + network.bridge();
    String in = "-i " + network.bridge();
    List<Rule> rules = new ArrayList<>();
    if (network.internal()) {
      rules.add(Rule.filter(Chains.INTERNAL, "! " + in + " " + out + " -j DROP"));
      rules.add(Rule.filter(Chains.INTERNAL, in + " ! " + out + " -j DROP"));
    }
    rules.add(
        Rule.filter(
            Chains.ESTABLISHED, out + " -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT"));
    rules.add(Rule.filter(Chains.BRIDGE, out + " -j " + Chains.DOCKER));
    rules.add(Rule.filter(Chains.BRIDGE, "! " + in + " " + out + " -j DROP"));
    if (!network.interContainer()) {
      rules.add(Rule.filter(Chains.BRIDGE, in + " " + out + " -j DROP"));
    }
    rules.add(Rule.filter(Chains.ALL_FORWARD, in + " -j ACCEPT"));
    return rules;
  }

  /**
   * Besides egress: what comes from loopback needs a source that the container can answer, and a
   * neighbour that came by the host's address must get the answer from there too.
   */
  private static List<Rule> masquerades(NetworkRules network, Cidr subnet) {
    String out = "-o " + network.bridge();
    String from = "-s " + subnet.subnet();
    List<Rule> rules = new ArrayList<>();
    if (network.masquerade() && !network.internal()) {
      rules.add(Rule.nat(Chains.POSTROUTING, from + " ! " + out + " -j MASQUERADE"));
    }
    if (!subnet.isV6()) {
      rules.add(Rule.nat(Chains.POSTROUTING, "-s 127.0.0.0/8 " + out + " -j MASQUERADE"));
    }
    rules.add(
        Rule.nat(
            Chains.POSTROUTING, from + " " + out + " -m conntrack --ctstate DNAT -j MASQUERADE"));
    return rules;
  }
}
