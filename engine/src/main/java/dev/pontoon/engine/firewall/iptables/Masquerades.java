package dev.pontoon.engine.firewall.iptables;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells our rules in POSTROUTING from others. They bear no mark, since they are to read as Docker's
 * do; but each has one of four shapes, and names a bridge that only our own chains speak of.
 */
final class Masquerades {
  private static final Pattern SHAPE =
      Pattern.compile(
          "-s (?<source>\\S+) (?:"
              + "! -o (?<egress>\\S+)"
              + "|-o (?<neighbour>\\S+) -m conntrack --ctstate DNAT"
              + "|-d \\k<source> -o (?<self>\\S+) -p (\\w+) -m \\w+ --dport \\S+"
              + "|(?<=-s 127\\.0\\.0\\.0/8 )-o (?<loopback>\\S+)"
              + ") -j MASQUERADE");
  private static final Pattern BRIDGE = Pattern.compile("-o (\\S+) -j " + Chains.DOCKER);

  private Masquerades() {}

  /** The bridges that the rules in place were made for. */
  static Set<String> bridges(SavedRules saved) {
    Set<String> bridges = new TreeSet<>();
    for (Rule rule : saved.in(Table.FILTER, Chains.BRIDGE)) {
      Matcher match = BRIDGE.matcher(rule.specification());
      if (match.matches()) {
        bridges.add(match.group(1));
      }
    }
    return bridges;
  }

  /** Whether a rule is one that we make for one of the bridges. */
  static boolean ours(Rule rule, Set<String> bridges) {
    Matcher match = SHAPE.matcher(rule.specification());
    if (rule.table() != Table.NAT || !rule.chain().equals(Chains.POSTROUTING) || !match.matches()) {
      return false;
    }
    for (String group : new String[] {"egress", "neighbour", "self", "loopback"}) {
      String bridge = match.group(group);
      if (bridge != null) {
        return bridges.contains(bridge);
      }
    }
    return false;
  }
}
