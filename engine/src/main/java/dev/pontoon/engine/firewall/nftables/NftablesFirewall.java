package dev.pontoon.engine.firewall.nftables;

import dev.pontoon.engine.firewall.Firewall;
import dev.pontoon.engine.firewall.FirewallChange;
import dev.pontoon.engine.firewall.NetworkRules;
import dev.pontoon.engine.firewall.PortRules;
import dev.pontoon.engine.firewall.RuleDifference;
import dev.pontoon.engine.firewall.Translation;
import dev.pontoon.linux.netlink.NetlinkSocket;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.nftables.Change;
import dev.pontoon.linux.nftables.NamedSet;
import dev.pontoon.linux.nftables.NftText;
import dev.pontoon.linux.nftables.Nftables;
import dev.pontoon.linux.nftables.RulesetMonitor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The firewall on nf_tables, by native messages; the {@code nft} command is not needed. */
public final class NftablesFirewall implements Firewall {
  private final Nftables nftables;
  private final int relayPort;

  /**
   * Opens it; nothing changes before {@link #reset}.
   *
   * @param host the namespace to work in
   * @param relayPort where the relay listens, TCP and UDP; 0 if there is none
   */
  public NftablesFirewall(NetworkNamespace host, int relayPort) {
    this.nftables = new Nftables(host.socket(NetlinkSocket.NETFILTER));
    this.relayPort = relayPort;
  }

  @Override
  public String name() {
    return "nftables";
  }

  @Override
  public void reset(Collection<NetworkRules> networks, Collection<PortRules> ports) {
    List<Change> changes = new ArrayList<>(Ruleset.install(relayPort));
    networks.forEach(n -> changes.addAll(elements(new FirewallChange.AddNetwork(n))));
    ports.forEach(p -> changes.addAll(elements(new FirewallChange.Publish(p))));
    nftables.apply(changes);
  }

  @Override
  public List<RuleDifference> differences(
      Collection<NetworkRules> networks, Collection<PortRules> ports) {
    return compare(networks, ports).differences();
  }

  /** {@inheritDoc} What counts packets goes on counting, where rules and sets are as they were. */
  @Override
  public void restore(Collection<NetworkRules> networks, Collection<PortRules> ports) {
    TableComparison comparison = compare(networks, ports);
    Optional<List<Change>> repair = comparison.repair();
    if (repair.isPresent()) {
      nftables.apply(repair.get());
    } else {
      reset(networks, ports);
    }
  }

  private TableComparison compare(Collection<NetworkRules> networks, Collection<PortRules> ports) {
    Wanted wanted = new Wanted();
    wanted.add(RuleDifference.COMMON, Ruleset.install(relayPort));
    networks.forEach(n -> wanted.add(n.networkId(), elements(new FirewallChange.AddNetwork(n))));
    ports.forEach(p -> wanted.add(p.sandboxId(), elements(new FirewallChange.Publish(p))));
    return TableComparison.of(wanted, nftables::content);
  }

  @Override
  public boolean concerns(RulesetMonitor.Event event) {
    return event.transaction().portId() != nftables.portId()
        && !Collections.disjoint(event.tables(), Wanted.tables(Ruleset.install(relayPort)));
  }

  @Override
  public void apply(List<FirewallChange> changes) {
    nftables.apply(elements(changes));
  }

  @Override
  public List<String> describe(List<FirewallChange> changes) {
    return elements(changes).stream().map(c -> "nft '" + NftText.render(c) + "'").toList();
  }

  @Override
  public List<Translation> translations() {
    List<Translation> rows = new ArrayList<>();
    for (NamedSet map : Sets.ALL) {
      if (map.isMap()) {
        nftables.elements(map).forEach(e -> rows.add(TranslationTable.published(map, e)));
      }
    }
    for (NamedSet set : List.of(Sets.RELAYED_PORTS, Sets.RELAYED_HOST_PORTS, Sets.RELAYED_RANGES)) {
      nftables.elements(set).forEach(e -> rows.add(TranslationTable.relayed(e, relayPort)));
    }
    nftables.elements(Sets.MASQUERADED).forEach(e -> rows.add(TranslationTable.masqueraded(e)));
    return List.copyOf(rows);
  }

  @Override
  public void remove() {
    nftables.apply(Ruleset.uninstall());
  }

  @Override
  public void close() {
    nftables.close();
  }

  private List<Change> elements(List<FirewallChange> changes) {
    return changes.stream().flatMap(change -> elements(change).stream()).toList();
  }

  private List<Change> elements(FirewallChange change) {
    return ElementPlan.changes(change, relayPort != 0);
  }
}
