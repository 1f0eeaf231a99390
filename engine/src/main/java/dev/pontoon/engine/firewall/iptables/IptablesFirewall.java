package dev.pontoon.engine.firewall.iptables;

import dev.pontoon.engine.EngineException;
import dev.pontoon.engine.firewall.EndpointRules;
import dev.pontoon.engine.firewall.Firewall;
import dev.pontoon.engine.firewall.FirewallChange;
import dev.pontoon.engine.firewall.NetworkRules;
import dev.pontoon.engine.firewall.PortRules;
import dev.pontoon.engine.firewall.Refusal;
import dev.pontoon.engine.firewall.RuleDifference;
import dev.pontoon.engine.firewall.Translation;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.netns.Sysctl;
import dev.pontoon.linux.nftables.RulesetMonitor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The firewall in Docker's chains, through iptables-restore: one call an operation and family. So
 * {@code iptables -t nat -L -n} reads as the article shows it. Works with iptables-nft and
 * iptables-legacy alike. The policy of FORWARD and foreign rules are left alone. Endpoints are not
 * guarded by these chains: frames within a bridge pass them by.
 */
public final class IptablesFirewall implements Firewall {
  private final Iptables iptables;
  private final int relayPort;
  private final List<Family> families;
  private final Consumer<String> seam;
  private List<NetworkRules> networks = List.of();
  private List<PortRules> ports = List.of();

  /**
   * A firewall of a host namespace.
   *
   * @param relayPort where the relay listens on [::] for TCP and UDP; 0 if there is none
   * @param seam hears of each program that is run, before it is
   * @throws EngineException UNSUPPORTED if a program is missing
   */
  public IptablesFirewall(NetworkNamespace host, int relayPort, Consumer<String> seam) {
    this(host, relayPort, Iptables.usualDirectories(), seam);
  }

  /** The same without anybody who hears of programs. */
  public IptablesFirewall(NetworkNamespace host, int relayPort) {
    this(host, relayPort, Iptables.usualDirectories());
  }

  /** The same with programs of one's own. */
  IptablesFirewall(NetworkNamespace host, int relayPort, List<Path> directories) {
    this(host, relayPort, directories, _ -> {});
  }

  private IptablesFirewall(
      NetworkNamespace host, int relayPort, List<Path> directories, Consumer<String> seam) {
    this.iptables = new Iptables(host, directories);
    this.relayPort = relayPort;
    this.seam = seam;
    boolean ipv6 = host.call(() -> Sysctl.exists("ipv6"));
    this.families = ipv6 ? List.of(Family.V4, Family.V6) : List.of(Family.V4);
    iptables.require();
  }

  @Override
  public String name() {
    return "iptables";
  }

  @Override
  public void reset(
      Collection<NetworkRules> allNetworks,
      Collection<PortRules> allPorts,
      Collection<EndpointRules> endpoints) {
    reset(allNetworks, allPorts);
  }

  private void reset(Collection<NetworkRules> allNetworks, Collection<PortRules> allPorts) {
    restore(family ->
        Rebuild.of(
            SavedRules.parse(iptables.save(family)), allNetworks, allPorts, family, relayPort));
    networks = List.copyOf(allNetworks);
    ports = List.copyOf(allPorts);
  }

  @Override
  public List<RuleDifference> differences(
      Collection<NetworkRules> wantedNetworks,
      Collection<PortRules> wantedPorts,
      Collection<EndpointRules> endpoints) {
    return families.stream()
        .flatMap(family ->
            RuleComparison.of(
                SavedRules.parse(iptables.save(family)),
                wantedNetworks,
                wantedPorts,
                family,
                relayPort)
                .stream())
        .toList();
  }

  @Override
  public void restore(
      Collection<NetworkRules> allNetworks,
      Collection<PortRules> allPorts,
      Collection<EndpointRules> endpoints) {
    reset(allNetworks, allPorts);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The programs' own transactions are known by their process ids, as far as this process sees
   * the same ones as the kernel's first pid namespace. iptables-legacy tells nobody of a change.
   */
  @Override
  public boolean concerns(RulesetMonitor.Event event) {
    return !iptables.started(event.transaction().thread())
        && event.tables().stream().anyMatch(IptablesFirewall::ours);
  }

  private static boolean ours(dev.pontoon.linux.nftables.Table table) {
    return switch (table.family()) {
      case IPV4, IPV6 ->
          Arrays.stream(Table.values()).anyMatch(known -> known.toString().equals(table.name()));
      case INET, ARP, NETDEV, BRIDGE -> false;
    };
  }

  /**
   * {@inheritDoc}
   *
   * <p>iptables-restore is atomic within a table only. So a change that fails, be it since somebody
   * took away what it meant to delete, is followed by a reset to what was wanted, and, if that is
   * refused as well, by one to what was before.
   *
   * @throws EngineException FAILED with the words of iptables-restore
   */
  @Override
  public void apply(List<FirewallChange> changes) {
    List<NetworkRules> oldNetworks = networks;
    List<PortRules> oldPorts = ports;
    List<NetworkRules> newNetworks = new ArrayList<>(networks);
    List<PortRules> newPorts = new ArrayList<>(ports);
    changes.forEach(change -> record(change, newNetworks, newPorts));
    try {
      restore(family -> Changes.edits(changes, family, relayPort));
      networks = List.copyOf(newNetworks);
      ports = List.copyOf(newPorts);
    } catch (EngineException refused) {
      repair(newNetworks, newPorts, oldNetworks, oldPorts, refused);
    }
  }

  @Override
  public List<String> describe(List<FirewallChange> changes) {
    return families.stream()
        .flatMap(family ->
            RestoreScript.commands(family, Changes.edits(changes, family, relayPort)).stream())
        .toList();
  }

  @Override
  public List<Translation> translations() {
    return families.stream()
        .flatMap(
            family -> Translations.of(SavedRules.parse(iptables.save(family)), family).stream())
        .toList();
  }

  @Override
  public boolean guards() {
    return false;
  }

  @Override
  public List<Refusal> refusals() {
    return List.of();
  }

  @Override
  public void remove() {
    restore(family -> Rebuild.toNothing(SavedRules.parse(iptables.save(family))));
    networks = List.of();
    ports = List.of();
  }

  @Override
  public void close() {
    // the programs run only while a call lasts
  }

  /** Runs the families' restores side by side. */
  private void restore(Function<Family, List<Edit>> edits) {
    List<Iptables.Running> running = new ArrayList<>();
    for (Family family : families) {
      String script = RestoreScript.of(edits.apply(family));
      if (!script.isEmpty()) {
        seam.accept("run " + family.program() + "-restore");
        running.add(iptables.restore(family, script));
      }
    }
    seam.accept("await what restores rules");
    List<EngineException> failures = new ArrayList<>();
    for (Iptables.Running program : running) {
      try {
        program.output();
      } catch (EngineException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      EngineException first = failures.removeFirst();
      failures.forEach(first::addSuppressed);
      throw first;
    }
  }

  private void repair(
      List<NetworkRules> newNetworks,
      List<PortRules> newPorts,
      List<NetworkRules> oldNetworks,
      List<PortRules> oldPorts,
      EngineException refused) {
    try {
      reset(newNetworks, newPorts);
    } catch (EngineException again) {
      refused.addSuppressed(again);
      try {
        reset(oldNetworks, oldPorts);
      } catch (EngineException unrepaired) {
        refused.addSuppressed(unrepaired);
      }
      throw refused;
    }
  }

  private static void record(
      FirewallChange change, List<NetworkRules> networks, List<PortRules> ports) {
    switch (change) {
      case FirewallChange.AddNetwork(NetworkRules network) -> networks.add(network);
      case FirewallChange.RemoveNetwork(NetworkRules network) -> networks.remove(network);
      case FirewallChange.Publish(PortRules port) -> ports.add(port);
      case FirewallChange.Unpublish(PortRules port) -> ports.remove(port);
      case FirewallChange.Guard _, FirewallChange.Unguard _ -> {}
    }
  }
}
