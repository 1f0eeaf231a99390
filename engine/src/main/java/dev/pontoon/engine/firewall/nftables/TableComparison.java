package dev.pontoon.engine.firewall.nftables;

import dev.pontoon.engine.firewall.RuleDifference;
import dev.pontoon.engine.firewall.RuleDifference.Kind;
import dev.pontoon.linux.nftables.Change;
import dev.pontoon.linux.nftables.Element;
import dev.pontoon.linux.nftables.Interval;
import dev.pontoon.linux.nftables.NamedSet;
import dev.pontoon.linux.nftables.NftText;
import dev.pontoon.linux.nftables.Table;
import dev.pontoon.linux.nftables.TableContent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Our tables as they are, against what they are to be. */
final class TableComparison {
  private final Wanted wanted;
  private final List<RuleDifference> differences = new ArrayList<>();
  private final List<Change> elementRepairs = new ArrayList<>();
  private boolean frame; // whether more than elements differ

  private TableComparison(Wanted wanted) {
    this.wanted = wanted;
  }

  /** Compares with what a function finds in a table; empty is no table. */
  static TableComparison of(Wanted wanted, Function<Table, Optional<TableContent>> found) {
    TableComparison comparison = new TableComparison(wanted);
    for (Table table : wanted.tables()) {
      Optional<TableContent> content = found.apply(table);
      if (content.isPresent()) {
        comparison.compare(table, wanted.content(table), content.get());
      } else {
        comparison.frame(Kind.MISSING, "table " + table);
      }
    }
    return comparison;
  }

  List<RuleDifference> differences() {
    return List.copyOf(differences);
  }

  /** What puts it right; empty if all is to be made anew. */
  Optional<List<Change>> repair() {
    return frame ? Optional.empty() : Optional.of(List.copyOf(elementRepairs));
  }

  private void compare(Table table, TableContent want, TableContent have) {
    frame("chain " + table, want.chains(), have.chains());
    want.rules()
        .forEach((chain, rules) -> {
          if (have.chains().containsKey(chain) && !rules.equals(have.rules().get(chain))) {
            frame(Kind.CHANGED, "rules of chain " + table + " " + chain);
          }
        });
    frame("set " + table, want.sets(), have.sets());
    Map<String, NamedSet> sets = wanted.sets(table);
    want.elements()
        .forEach((name, elements) -> {
          NamedSet set = sets.get(name);
          Map<List<Interval>, Element> there = have.elements().get(name);
          if (set != null && there != null) {
            elements(set, elements, there);
          }
        });
  }

  private <T> void frame(String what, Map<String, T> want, Map<String, T> have) {
    for (String name : union(want.keySet(), have.keySet())) {
      kind(want.get(name), have.get(name)).ifPresent(kind -> frame(kind, what + " " + name));
    }
  }

  private void frame(Kind kind, String object) {
    differences.add(new RuleDifference(kind, object, RuleDifference.COMMON));
    frame = true;
  }

  private void elements(
      NamedSet set, Map<List<Interval>, Element> want, Map<List<Interval>, Element> have) {
    for (List<Interval> key : union(want.keySet(), have.keySet())) {
      @Nullable Element wish = want.get(key);
      @Nullable Element fact = have.get(key);
      kind(wish, fact).ifPresent(kind -> element(kind, set, wish, fact));
    }
  }

  private void element(Kind kind, NamedSet set, @Nullable Element wish, @Nullable Element fact) {
    Element named = wish == null ? Objects.requireNonNull(fact) : wish;
    String object = "element " + NftText.key(set, named) + " of " + set;
    differences.add(new RuleDifference(kind, object, wanted.owner(set, named.key())));
    if (fact != null) {
      elementRepairs.add(new Change.DeleteElements(set, List.of(fact)));
    }
    if (wish != null) {
      elementRepairs.add(new Change.AddElements(set, List.of(wish)));
    }
  }

  private static <T> Optional<Kind> kind(@Nullable T want, @Nullable T have) {
    if (Objects.equals(want, have)) {
      return Optional.empty();
    }
    return Optional.of(want == null ? Kind.LEFT_OVER : have == null ? Kind.MISSING : Kind.CHANGED);
  }

  private static <T> Set<T> union(Set<T> one, Set<T> other) {
    Set<T> all = new LinkedHashSet<>(one);
    all.addAll(other);
    return all;
  }
}
