package dev.pontoon.engine.firewall.guard;

import dev.pontoon.engine.firewall.EndpointRules;
import dev.pontoon.engine.firewall.FirewallChange;
import dev.pontoon.engine.firewall.Refusal;
import dev.pontoon.linux.nftables.Chain;
import dev.pontoon.linux.nftables.Change;
import dev.pontoon.linux.nftables.Counter;
import dev.pontoon.linux.nftables.Element;
import dev.pontoon.linux.nftables.Family;
import dev.pontoon.linux.nftables.Hook;
import dev.pontoon.linux.nftables.Nftables;
import dev.pontoon.linux.nftables.Table;
import dev.pontoon.linux.sys.KernelException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The guard as changes of nf_tables, for a backend to make with its own. */
public final class GuardTable {
  private GuardTable() {}

  /** Whether the kernel has nf_tables for bridges (CONFIG_NF_TABLES_BRIDGE). */
  public static boolean supported(Nftables nftables) {
    Table probe = Table.of(Family.BRIDGE, "pontoon_probe");
    Hook hook = Hook.of(Hook.Type.FILTER, Hook.Point.PREROUTING, Hook.RAW);
    try {
      nftables.apply(
          List.of(
              new Change.AddTable(probe),
              new Change.AddChain(Chain.base(probe, "probe", hook)),
              new Change.DeleteTable(probe)));
      return true;
    } catch (KernelException e) {
      return false; // whatever its words: there will be no guard
    }
  }

  /** Makes the table anew, with these endpoints. */
  public static List<Change> install(Collection<EndpointRules> endpoints) {
    List<Change> changes = new ArrayList<>(GuardRuleset.install());
    endpoints.forEach(endpoint -> changes.addAll(changes(new FirewallChange.Guard(endpoint))));
    return changes;
  }

  /** Removes the table, also where there is none. */
  public static List<Change> uninstall() {
    return GuardRuleset.uninstall();
  }

  /** What a change is in sets; nothing where it is not of endpoints. */
  public static List<Change> changes(FirewallChange change) {
    List<Change> changes = new ArrayList<>();
    switch (change) {
      case FirewallChange.Guard(EndpointRules endpoint) ->
          GuardElements.of(endpoint)
              .forEach((set, list) -> changes.add(new Change.AddElements(set, list)));
      case FirewallChange.Unguard(EndpointRules endpoint) ->
          GuardElements.of(endpoint)
              .forEach((set, list) -> changes.add(new Change.DeleteElements(set, list)));
      default -> {}
    }
    return List.copyOf(changes);
  }

  /** What was dropped at each guarded port, as the kernel has counted it. */
  public static List<Refusal> refusals(Nftables nftables) {
    return nftables.elements(GuardSets.GUARDED).stream().map(GuardTable::refusal).toList();
  }

  private static Refusal refusal(Element element) {
    Counter counter = element.counter().orElse(Counter.ZERO);
    String link = element.key().getFirst().from().text();
    return new Refusal(link, counter.packets(), counter.bytes());
  }
}
