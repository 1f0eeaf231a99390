package dev.pontoon.engine.firewall.nftables;

import dev.pontoon.engine.firewall.RuleDifference;
import dev.pontoon.linux.nftables.Change;
import dev.pontoon.linux.nftables.Element;
import dev.pontoon.linux.nftables.Interval;
import dev.pontoon.linux.nftables.NamedSet;
import dev.pontoon.linux.nftables.Table;
import dev.pontoon.linux.nftables.TableContent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What our tables are to hold, made of the changes that make them, and whose each element is. */
final class Wanted {
  private final List<Change> changes = new ArrayList<>();
  private final Map<Place, String> owners = new HashMap<>();

  /** Where an element is. */
  private record Place(NamedSet set, List<Interval> key) {}

  void add(String owner, List<Change> more) {
    changes.addAll(more);
    for (Change change : more) {
      if (change instanceof Change.AddElements(NamedSet set, List<Element> elements)) {
        elements.forEach(element -> owners.put(new Place(set, element.key()), owner));
      }
    }
  }

  /** The tables, without their comments. */
  Set<Table> tables() {
    return tables(changes);
  }

  /** The tables that changes make, without their comments. */
  static Set<Table> tables(List<Change> changes) {
    Set<Table> tables = new LinkedHashSet<>();
    for (Change change : changes) {
      if (change instanceof Change.AddTable(Table table)) {
        tables.add(Table.of(table.family(), table.name()));
      }
    }
    return tables;
  }

  TableContent content(Table table) {
    return TableContent.after(table, changes);
  }

  /** The sets of a table, by their names. */
  Map<String, NamedSet> sets(Table table) {
    Map<String, NamedSet> sets = new HashMap<>();
    for (Change change : changes) {
      if (change instanceof Change.AddSet(NamedSet set)
          && set.table().family() == table.family()
          && set.table().name().equals(table.name())) {
        sets.put(set.name(), set);
      }
    }
    return sets;
  }

  String owner(NamedSet set, List<Interval> key) {
    return owners.getOrDefault(new Place(set, key), RuleDifference.COMMON);
  }
}
