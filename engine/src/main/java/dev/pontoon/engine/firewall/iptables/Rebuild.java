package dev.pontoon.engine.firewall.iptables;

import dev.pontoon.engine.firewall.NetworkRules;
import dev.pontoon.engine.firewall.PortRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The edits that turn whatever is there into the rules of given networks and ports, or into nothing
 * of ours. Our own chains are written anew; in the built-in ones only what is wrong is changed, so
 * that the rest keeps its place and its counters.
 */
final class Rebuild {
  private final SavedRules saved;
  private final List<Edit> edits = new ArrayList<>();

  private Rebuild(SavedRules saved) {
    this.saved = saved;
  }

  /** The edits towards exactly these networks and ports. */
  static List<Edit> of(
      SavedRules saved,
      Collection<NetworkRules> networks,
      Collection<PortRules> ports,
      Family family,
      int relayPort) {
    Rebuild rebuild = new Rebuild(saved);
    rebuild.declareChains();
    rebuild.jumps();
    Chains.head(family).forEach(rule -> rebuild.edits.add(new Edit.Append(rule)));
    List<Rule> appended = new ArrayList<>();
    networks.forEach(network -> appended.addAll(NetworkChains.of(network, family)));
    ports.forEach(port -> appended.addAll(PortChains.of(port, family, relayPort)));
    List<Rule> leading = new ArrayList<>();
    ports.forEach(port -> leading.addAll(PortChains.hairpins(port, family)));
    Set<String> bridges = Masquerades.bridges(saved);
    networks.forEach(network -> bridges.add(network.bridge()));
    rebuild.postrouting(leading, appended, bridges);
    appended.stream()
        .filter(rule -> !rule.chain().equals(Chains.POSTROUTING))
        .forEach(rule -> rebuild.edits.add(new Edit.Append(rule)));
    return List.copyOf(rebuild.edits);
  }

  /** The edits towards nothing; a user's chain that has rules stays in force. */
  static List<Edit> toNothing(SavedRules saved) {
    Rebuild rebuild = new Rebuild(saved);
    rebuild.postrouting(List.of(), List.of(), Masquerades.bridges(saved));
    boolean keepUser = !saved.in(Table.FILTER, Chains.USER).isEmpty();
    List<Rule> jumps = new ArrayList<>(Chains.appendedJumps());
    jumps.addAll(Chains.leadingJumps());
    jumps.removeIf(jump -> keepUser && jump.specification().equals("-j " + Chains.USER));
    jumps.forEach(jump -> rebuild.delete(jump, rebuild.count(jump)));
    List<Chains.Chain> chains = new ArrayList<>(Chains.own());
    if (!keepUser) {
      chains.add(new Chains.Chain(Table.FILTER, Chains.USER));
    }
    chains.retainAll(saved.chains());
    chains.forEach(chain -> rebuild.edits.add(new Edit.Declare(chain.table(), chain.name())));
    chains.forEach(chain -> rebuild.edits.add(new Edit.DeleteChain(chain.table(), chain.name())));
    return List.copyOf(rebuild.edits);
  }

  private void declareChains() {
    if (!saved.chains().contains(new Chains.Chain(Table.FILTER, Chains.USER))) {
      edits.add(new Edit.Declare(Table.FILTER, Chains.USER));
    }
    Chains.own().forEach(chain -> edits.add(new Edit.Declare(chain.table(), chain.name())));
  }

  private void jumps() {
    for (Rule jump : Chains.appendedJumps()) {
      int there = count(jump);
      delete(jump, there - 1);
      if (there == 0) {
        edits.add(new Edit.Append(jump));
      }
    }
    List<Rule> leading = Chains.leadingJumps();
    List<Rule> there =
        saved.in(Table.FILTER, Chains.FORWARD).stream().filter(leading::contains).toList();
    if (!there.equals(leading)) {
      there.forEach(jump -> edits.add(new Edit.Delete(jump)));
      for (int i = 0; i < leading.size(); i++) {
        edits.add(new Edit.Insert(leading.get(i), i + 1));
      }
    }
  }

  private void postrouting(List<Rule> leading, List<Rule> appended, Set<String> bridges) {
    List<Rule> surplus =
        new ArrayList<>(
            saved.in(Table.NAT, Chains.POSTROUTING).stream()
                .filter(rule -> Masquerades.ours(rule, bridges))
                .toList());
    List<Rule> first = leading.stream().filter(rule -> !surplus.remove(rule)).toList();
    List<Rule> last =
        appended.stream()
            .filter(rule -> rule.chain().equals(Chains.POSTROUTING))
            .filter(rule -> !surplus.remove(rule))
            .toList();
    surplus.forEach(rule -> edits.add(new Edit.Delete(rule)));
    first.forEach(rule -> edits.add(new Edit.Insert(rule, 1)));
    last.forEach(rule -> edits.add(new Edit.Append(rule)));
  }

  private int count(Rule rule) {
    return Math.toIntExact(
        saved.rules().stream().filter(counted -> counted.rule().equals(rule)).count());
  }

  private void delete(Rule rule, int times) {
    for (int i = 0; i < times; i++) {
      edits.add(new Edit.Delete(rule));
    }
  }
}
