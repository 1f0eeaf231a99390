package dev.pontoon.engine.firewall.iptables;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is there now, as iptables-save prints it. */
record SavedRules(Set<Chains.Chain> chains, List<Counted> rules) {
  private static final Pattern RULE =
      Pattern.compile("(?:\\[(\\d+):(\\d+)] )?-A (\\S+) ?(.*)", Pattern.DOTALL);

  SavedRules {
    chains = Set.copyOf(chains);
    rules = List.copyOf(rules);
  }

  /** A rule with its counters; they are 0 where the text has none. */
  record Counted(Rule rule, long packets, long bytes) {}

  /** Reads the output of {@code iptables-save}, with {@code -c} or without. */
  static SavedRules parse(String text) {
    Set<Chains.Chain> chains = new HashSet<>();
    List<Counted> rules = new ArrayList<>();
    @Nullable Table table = null;
    for (String line : text.lines().toList()) {
      if (line.startsWith("*")) {
        table = tableOf(line.substring(1));
      } else if (table != null && line.startsWith(":")) {
        chains.add(new Chains.Chain(table, line.substring(1).split(" ", 2)[0]));
      } else if (table != null) {
        addRule(rules, table, line);
      }
    }
    return new SavedRules(chains, rules);
  }

  /** The rules of a chain, in order. */
  List<Rule> in(Table table, String chain) {
    return rules.stream()
        .map(Counted::rule)
        .filter(rule -> rule.table() == table && rule.chain().equals(chain))
        .toList();
  }

  private static @Nullable Table tableOf(String name) {
    for (Table table : Table.values()) {
      if (table.toString().equals(name)) {
        return table;
      }
    }
    return null; // mangle and security have nothing of ours
  }

  private static void addRule(List<Counted> rules, Table table, String line) {
    Matcher match = RULE.matcher(line);
    if (match.matches()) {
      boolean counted = match.group(1) != null;
      rules.add(
          new Counted(
              new Rule(table, match.group(3), match.group(4)),
              counted ? Long.parseLong(match.group(1)) : 0,
              counted ? Long.parseLong(match.group(2)) : 0));
    }
  }
}
