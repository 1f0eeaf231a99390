package dev.pontoon.linux.nftables;

import java.util.List;

/** One change of the ruleset; a list of them is a transaction. */
public sealed interface Change {
  /** Makes a table unless it is there. */
  record AddTable(Table table) implements Change {}

  /** Deletes a table with all that is in it. */
  record DeleteTable(Table table) implements Change {}

  /** Makes a chain unless it is there. */
  record AddChain(Chain chain) implements Change {}

  /** Deletes a chain, which must be empty and unused. */
  record DeleteChain(Chain chain) implements Change {}

  /** Deletes all the rules of a chain. */
  record FlushChain(Chain chain) implements Change {}

  /** Makes a set or map unless it is there. */
  record AddSet(NamedSet set) implements Change {}

  /** Deletes a set or map, which must be unused. */
  record DeleteSet(NamedSet set) implements Change {}

  /** Deletes all the elements of a set or map. */
  record FlushSet(NamedSet set) implements Change {}

  /** Appends a rule. */
  record AddRule(Rule rule) implements Change {}

  /** Deletes a rule by its handle. */
  record DeleteRule(Table table, String chain, long handle) implements Change {}

  /** Adds elements; one that is there already with other data is an error. */
  record AddElements(NamedSet set, List<Element> elements) implements Change {
    public AddElements {
      elements = List.copyOf(elements);
    }
  }

  /** Deletes elements by their keys; one that is not there is an error. */
  record DeleteElements(NamedSet set, List<Element> elements) implements Change {
    public DeleteElements {
      elements = List.copyOf(elements);
    }
  }
}
