package dev.pontoon.engine.firewall.iptables;

import dev.pontoon.engine.firewall.NetworkRules;
import dev.pontoon.engine.firewall.PortRules;
import dev.pontoon.engine.firewall.RuleDifference;
import dev.pontoon.engine.firewall.RuleDifference.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules that are there against those that are to be. Networks and ports come and go in any
 * order, so the order within a chain is not compared, apart from that of the jumps of FORWARD.
 */
final class RuleComparison {
  private final SavedRules saved;
  private final Family family;
  private final Map<Rule, List<String>> wanted = new LinkedHashMap<>(); // the owners of each
  private final Map<Rule, Integer> found = new HashMap<>();
  private final List<RuleDifference> differences = new ArrayList<>();

  private RuleComparison(SavedRules saved, Family family) {
    this.saved = saved;
    this.family = family;
    saved.rules().forEach(counted -> found.merge(counted.rule(), 1, Integer::sum));
  }

  /** What differs in one family. */
  static List<RuleDifference> of(
      SavedRules saved,
      Collection<NetworkRules> networks,
      Collection<PortRules> ports,
      Family family,
      int relayPort) {
    RuleComparison comparison = new RuleComparison(saved, family);
    comparison.want(RuleDifference.COMMON, Chains.head(family));
    networks.forEach(n -> comparison.want(n.networkId(), NetworkChains.of(n, family)));
    for (PortRules port : ports) {
      comparison.want(port.sandboxId(), PortChains.of(port, family, relayPort));
      comparison.want(port.sandboxId(), PortChains.hairpins(port, family));
    }
    Set<String> bridges = Masquerades.bridges(saved);
    networks.forEach(network -> bridges.add(network.bridge()));
    comparison.chains();
    comparison.jumps();
    comparison.rules(bridges);
    return List.copyOf(comparison.differences);
  }

  private void want(String owner, List<Rule> rules) {
    rules.forEach(rule -> wanted.computeIfAbsent(rule, _ -> new ArrayList<>()).add(owner));
  }

  private void chains() {
    List<Chains.Chain> own = new ArrayList<>(Chains.own());
    own.add(new Chains.Chain(Table.FILTER, Chains.USER));
    for (Chains.Chain chain : own) {
      if (!saved.chains().contains(chain)) {
        differ(Kind.MISSING, "chain", chain.table(), chain.name(), RuleDifference.COMMON);
      }
    }
  }

  private void jumps() {
    Chains.appendedJumps()
        .forEach(jump -> count(jump, List.of(RuleDifference.COMMON), found(jump)));
    List<Rule> leading = Chains.leadingJumps();
    List<Rule> there =
        saved.in(Table.FILTER, Chains.FORWARD).stream().filter(leading::contains).toList();
    if (!there.equals(leading)) {
      Kind kind = there.containsAll(leading) ? Kind.CHANGED : Kind.MISSING;
      differ(kind, "jumps of chain", Table.FILTER, Chains.FORWARD, RuleDifference.COMMON);
    }
  }

  private void rules(Set<String> bridges) {
    wanted.forEach((rule, owners) -> count(rule, owners, found(rule)));
    saved.rules().stream()
        .map(SavedRules.Counted::rule)
        .filter(rule -> isOurs(rule, bridges) && !wanted.containsKey(rule))
        .distinct()
        .forEach(rule -> rule(Kind.LEFT_OVER, rule, RuleDifference.COMMON));
  }

  private boolean isOurs(Rule rule, Set<String> bridges) {
    return Chains.own().contains(new Chains.Chain(rule.table(), rule.chain()))
        || Masquerades.ours(rule, bridges);
  }

  private int found(Rule rule) {
    return found.getOrDefault(rule, 0);
  }

  private void count(Rule rule, List<String> owners, int found) {
    if (found < owners.size()) {
      rule(Kind.MISSING, rule, owners.getLast());
    } else if (found > owners.size()) {
      rule(Kind.LEFT_OVER, rule, owners.getLast());
    }
  }

  private void rule(Kind kind, Rule rule, String owner) {
    differ(kind, "rule", rule.table(), "-A " + rule.chain() + " " + rule.specification(), owner);
  }

  private void differ(Kind kind, String what, Table table, String name, String owner) {
    String object =
        what.equals("rule")
            ? "rule %s -t %s %s".formatted(family.program(), table, name)
            : "%s %s of %s table %s".formatted(what, name, family.program(), table);
    differences.add(new RuleDifference(kind, object, owner));
  }
}
