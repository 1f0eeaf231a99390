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
import dev.pontoon.linux.nftables.NftText;
import dev.pontoon.linux.nftables.Nftables;
import dev.pontoon.linux.nftables.RulesetMonitor;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** A backend that can't see frames within a bridge, with the guard beside it. */
public final class GuardedFirewall implements Firewall {
  private final Firewall backend;
  private final Nftables nftables;

  private GuardedFirewall(Firewall backend, Nftables nftables) {
    this.backend = backend;
    this.nftables = nftables;
  }

  /** The backend with the guard, or as it is where the kernel has no nf_tables for bridges. */
  public static Firewall around(Firewall backend, NetworkNamespace host) {
    Nftables nftables = new Nftables(host.socket(NetlinkSocket.NETFILTER));
    if (GuardTable.supported(nftables)) {
      return new GuardedFirewall(backend, nftables);
    }
    nftables.close();
    return backend;
  }

  @Override
  public String name() {
    return backend.name();
  }

  @Override
  public void reset(
      Collection<NetworkRules> networks,
      Collection<PortRules> ports,
      Collection<EndpointRules> endpoints) {
    nftables.apply(GuardTable.install(endpoints));
    backend.reset(networks, ports, endpoints);
  }

  @Override
  public List<RuleDifference> differences(
      Collection<NetworkRules> networks,
      Collection<PortRules> ports,
      Collection<EndpointRules> endpoints) {
    return Stream.concat(
            compare(endpoints).differences().stream(),
            backend.differences(networks, ports, endpoints).stream())
        .toList();
  }

  @Override
  public void restore(
      Collection<NetworkRules> networks,
      Collection<PortRules> ports,
      Collection<EndpointRules> endpoints) {
    nftables.apply(compare(endpoints).repair().orElseGet(() -> GuardTable.install(endpoints)));
    backend.restore(networks, ports, endpoints);
  }

  private TableComparison compare(Collection<EndpointRules> endpoints) {
    Wanted wanted = new Wanted();
    want(wanted, endpoints);
    return TableComparison.of(wanted, nftables::content);
  }

  /** What the guard's table is to hold. */
  static void want(Wanted wanted, Collection<EndpointRules> endpoints) {
    wanted.add(RuleDifference.COMMON, GuardTable.install(List.of()));
    endpoints.forEach(endpoint ->
        wanted.add(endpoint.sandboxId(), GuardTable.changes(new FirewallChange.Guard(endpoint))));
  }

  @Override
  public boolean concerns(RulesetMonitor.Event event) {
    boolean others = event.transaction().portId() != nftables.portId();
    boolean guard = !Collections.disjoint(event.tables(), Wanted.tables(GuardTable.uninstall()));
    return (others && guard) || backend.concerns(event);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The guard's part is made first, and undone if the backend refuses the rest.
   */
  @Override
  public void apply(List<FirewallChange> changes) {
    nftables.apply(elements(changes));
    try {
      backend.apply(changes);
    } catch (RuntimeException refused) {
      try {
        nftables.apply(elements(changes.reversed().stream().map(FirewallChange::inverse).toList()));
      } catch (RuntimeException unrepaired) {
        refused.addSuppressed(unrepaired);
      }
      throw refused;
    }
  }

  @Override
  public List<String> describe(List<FirewallChange> changes) {
    return Stream.concat(
            elements(changes).stream().map(c -> "nft '" + NftText.render(c) + "'"),
            backend.describe(changes).stream())
        .toList();
  }

  @Override
  public List<Translation> translations() {
    return backend.translations();
  }

  @Override
  public boolean guards() {
    return true;
  }

  @Override
  public List<Refusal> refusals() {
    return GuardTable.refusals(nftables);
  }

  @Override
  public void remove() {
    nftables.apply(GuardTable.uninstall());
    backend.remove();
  }

  @Override
  public void close() {
    nftables.close();
    backend.close();
  }

  private static List<Change> elements(List<FirewallChange> changes) {
    return changes.stream().flatMap(change -> GuardTable.changes(change).stream()).toList();
  }
}
