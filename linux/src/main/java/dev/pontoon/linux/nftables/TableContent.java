package dev.pontoon.linux.nftables;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is in a table, without what the kernel counts and numbers by itself, so that what was wanted
 * and what is there compare.
 *
 * @param chains where each hooks in, by name
 * @param rules of each chain, in order
 * @param sets by name
 * @param elements of each set, by their keys
 */
public record TableContent(
    Map<String, Optional<Hook>> chains,
    Map<String, List<List<Expression>>> rules,
    Map<String, Form> sets,
    Map<String, Map<List<Interval>, Element>> elements) {

  /** What a set or map holds, whatever its name. */
  public record Form(
      List<DataType> key, List<DataType> data, boolean intervals, boolean counters) {}

  /** Nothing yet. */
  private static TableContent empty() {
    return new TableContent(
        new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  /** What a transaction makes of a table that is not there before it. */
  public static TableContent after(Table table, List<Change> changes) {
    TableContent content = empty();
    changes.forEach(change -> content.take(table, change));
    return content;
  }

  private void take(Table table, Change change) {
    switch (change) {
      case Change.AddChain(Chain chain) when in(table, chain.table()) -> add(chain);
      case Change.AddSet(NamedSet set) when in(table, set.table()) -> add(set);
      case Change.AddRule(Rule rule) when in(table, rule.chain().table()) ->
          addRule(rule.chain().name(), Compiler.compile(table.family(), rule.statements()));
      case Change.AddElements(NamedSet set, List<Element> added) when in(table, set.table()) ->
          added.forEach(element -> addElement(set.name(), element));
      default -> {} // of another table, or takes away what is not there
    }
  }

  private static boolean in(Table one, Table other) {
    return one.family() == other.family() && one.name().equals(other.name());
  }

  /** What was read from the kernel. */
  static TableContent read(
      List<Chain> chains,
      List<InstalledRule> rules,
      List<NamedSet> sets,
      Function<NamedSet, List<Element>> elements) {
    TableContent content = empty();
    chains.forEach(content::add);
    rules.forEach(rule -> content.addRule(rule.chain(), rule.expressions()));
    for (NamedSet set : sets) {
      content.add(set);
      elements.apply(set).forEach(element -> content.addElement(set.name(), element));
    }
    return content;
  }

  private void add(Chain chain) {
    chains.put(chain.name(), chain.hook());
    rules.computeIfAbsent(chain.name(), _ -> new ArrayList<>());
  }

  private void add(NamedSet set) {
    sets.put(set.name(), new Form(set.key(), set.data(), set.intervals(), set.counters()));
    elements.computeIfAbsent(set.name(), _ -> new LinkedHashMap<>());
  }

  private void addRule(String chain, List<Expression> expressions) {
    List<Expression> uncounted =
        expressions.stream()
            .map(e -> e instanceof Expression.Count ? new Expression.Count(Counter.ZERO) : e)
            .toList();
    rules.computeIfAbsent(chain, _ -> new ArrayList<>()).add(uncounted);
  }

  private void addElement(String set, Element element) {
    elements
        .computeIfAbsent(set, _ -> new LinkedHashMap<>())
        .put(
            element.key(),
            new Element(element.key(), element.data(), element.comment(), Optional.empty()));
  }
}
