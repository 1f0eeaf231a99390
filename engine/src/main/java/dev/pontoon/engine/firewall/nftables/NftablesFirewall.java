package dev.pontoon.engine.firewall.nftables;

import dev.pontoon.engine.firewall.EndpointRules;
import dev.pontoon.engine.firewall.Firewall;
import dev.pontoon.engine.firewall.FirewallChange;
import dev.pontoon.engine.firewall.NetworkRules;
import dev.pontoon.engine.firewall.PortRules;
import dev.pontoon.engine.firewall.Refusal;
import dev.pontoon.engine.firewall.RuleDifference;
import dev.pontoon.engine.firewall.Translation;
import dev.pontoon.engine.firewall.guard.GuardTable;
import dev.pontoon.linux.netlink.NetlinkSocket;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.nftables.Change;
import dev.pontoon.linux.nftables.NamedSet;
import dev.pontoon.linux.nftables.NftText;
import dev.pontoon.linux.nftables.Nftables;
import dev.pontoon.linux.nftables.RulesetMonitor;
import dev.pontoon.linux.nftables.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The firewall on nf_tables, by native messages; the {@code nft} command is not needed. */
public final class NftablesFirewall implements Firewall {
  private final Nftables nftables;
  private final int relayPort;
  private final boolean guards;

  /**
   * Opens it; nothing changes before {@link #reset}.
   *
   * @param host the namespace to work in
   * @param relayPort where the relay listens, TCP and UDP; 0 if there is none
   */
  public NftablesFirewall(NetworkNamespace host, int relayPort) {
    this.nftables = new Nftables(host.socket(NetlinkSocket.NETFILTER));
    this.relayPort = relayPort;
    this.guards = GuardTable.supported(nftables);
  }

  @Override
  public String name() {
    return "nftables";
  }

  @Override
  public void reset(
      Collection<NetworkRules> networks,
      Collection<PortRules> ports,
      Collection<EndpointRules> endpoints) {
    List<Change> changes = new ArrayList<>(Ruleset.install(relayPort));
    if (guards) {
      changes.addAll(GuardTable.install(endpoints));
    }
    networks.forEach(n -> changes.addAll(elements(new FirewallChange.AddNetwork(n))));
    ports.forEach(p -> changes.addAll(elements(new FirewallChange.Publish(p))));
    nftables.apply(changes);
  }

  @Override
  public List<RuleDifference> differences(
      Collection<NetworkRules> networks,
      Collection<PortRules> ports,
      Collection<EndpointRules> endpoints) {
    return compare(networks, ports, endpoints).differences();
  }

  /** {@inheritDoc} What counts packets goes on counting, where rules and sets are as they were. */
  @Override
  public void restore(
      Collection<NetworkRules> networks,
      Collection<PortRules> ports,
      Collection<EndpointRules> endpoints) {
    TableComparison comparison = compare(networks, ports, endpoints);
    Optional<List<Change>> repair = comparison.repair();
    if (repair.isPresent()) {
      nftables.apply(repair.get());
    } else {
      reset(networks, ports, endpoints);
    }
  }

  private TableComparison compare(
      Collection<NetworkRules> networks,
      Collection<PortRules> ports,
      Collection<EndpointRules> endpoints) {
    Wanted wanted = new Wanted();
    wanted.add(RuleDifference.COMMON, Ruleset.install(relayPort));
    networks.forEach(n -> wanted.add(n.networkId(), elements(new FirewallChange.AddNetwork(n))));
    ports.forEach(p -> wanted.add(p.sandboxId(), elements(new FirewallChange.Publish(p))));
    if (guards) {
      GuardedFirewall.want(wanted, endpoints);
    }
    return TableComparison.of(wanted, nftables::content);
  }

  @Override
  public boolean concerns(RulesetMonitor.Event event) {
    return event.transaction().portId() != nftables.portId()
        && !Collections.disjoint(event.tables(), tables());
  }

  private Set<Table> tables() {
    Set<Table> tables = new HashSet<>(Wanted.tables(Ruleset.install(relayPort)));
    if (guards) {
      tables.addAll(Wanted.tables(GuardTable.uninstall()));
    }
    return tables;
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
  public boolean guards() {
    return guards;
  }

  @Override
  public List<Refusal> refusals() {
    return guards ? GuardTable.refusals(nftables) : List.of();
  }

  @Override
  public void remove() {
    List<Change> changes = new ArrayList<>(Ruleset.uninstall());
    if (guards) {
      changes.addAll(GuardTable.uninstall());
    }
    nftables.apply(changes);
  }

  @Override
  public void close() {
    nftables.close();
  }

  private List<Change> elements(List<FirewallChange> changes) {
    return changes.stream().flatMap(change -> elements(change).stream()).toList();
  }

  private List<Change> elements(FirewallChange change) {
    return Stream.concat(
            ElementPlan.changes(change, relayPort != 0).stream(),
            guards ? GuardTable.changes(change).stream() : Stream.of())
        .toList();
  }
}
