package dev.pontoon.engine.firewall.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.engine.firewall.RuleDifference;
import dev.pontoon.engine.firewall.RuleDifference.Kind;
import dev.pontoon.linux.nftables.Change;
import dev.pontoon.linux.nftables.Element;
import dev.pontoon.linux.nftables.TableContent;
import dev.pontoon.linux.nftables.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableComparisonTest {
  private static final int RELAY = 4000;
  private static final Element BRIDGE = Element.of(Values.interfaceName("br0")).withComment("web");
  private static final Element OTHER = Element.of(Values.interfaceName("br1"));

  private static Wanted wanted() {
    Wanted wanted = new Wanted();
    wanted.add(RuleDifference.COMMON, Ruleset.install(RELAY));
    wanted.add("n1", List.of(new Change.AddElements(Sets.BRIDGES, List.of(BRIDGE))));
    return wanted;
  }

  private static List<Change> installed(Element... bridges) {
    List<Change> changes = new ArrayList<>(Ruleset.install(RELAY));
    changes.add(new Change.AddElements(Sets.BRIDGES, List.of(bridges)));
    return changes;
  }

  private static TableComparison against(List<Change> found) {
    return TableComparison.of(wanted(), table -> Optional.of(TableContent.after(table, found)));
  }

  @Test
  void theSameDoesNotDiffer() {
    TableComparison same = against(installed(BRIDGE));
    assertThat(same.differences()).isEmpty();
    assertThat(same.repair()).contains(List.of());
  }

  @Test
  void aMissingTableIsMadeAnew() {
    TableComparison none = TableComparison.of(wanted(), _ -> Optional.empty());
    assertThat(none.differences())
        .containsExactly(new RuleDifference(Kind.MISSING, "table inet pontoon", ""));
    assertThat(none.repair()).isEmpty();
  }

  @Test
  void elementsAreRepairedAlone() {
    TableComparison other = against(installed(OTHER));
    assertThat(other.differences())
        .containsExactlyInAnyOrder(
            new RuleDifference(Kind.MISSING, "element \"br0\" of set inet pontoon bridges", "n1"),
            new RuleDifference(Kind.LEFT_OVER, "element \"br1\" of set inet pontoon bridges", ""));
    assertThat(other.repair())
        .hasValueSatisfying(changes ->
            assertThat(changes)
                .containsExactlyInAnyOrder(
                    new Change.AddElements(Sets.BRIDGES, List.of(BRIDGE)),
                    new Change.DeleteElements(Sets.BRIDGES, List.of(OTHER))));
  }

  @Test
  void rulesThatAreGoneOrMoreNeedTheTableAnew() {
    List<Change> fewer = installed(BRIDGE);
    fewer.remove(fewer.stream().filter(c -> c instanceof Change.AddRule).findFirst().orElseThrow());
    TableComparison lacking = against(fewer);
    assertThat(lacking.differences())
        .containsExactly(new RuleDifference(Kind.CHANGED, "rules of chain inet pontoon guard", ""));
    assertThat(lacking.repair()).isEmpty();
  }
}
