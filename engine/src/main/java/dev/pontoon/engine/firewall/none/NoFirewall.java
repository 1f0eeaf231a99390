package dev.pontoon.engine.firewall.none;

import dev.pontoon.engine.firewall.EndpointRules;
import dev.pontoon.engine.firewall.Firewall;
import dev.pontoon.engine.firewall.FirewallChange;
import dev.pontoon.engine.firewall.NetworkRules;
import dev.pontoon.engine.firewall.PortRules;
import dev.pontoon.engine.firewall.Refusal;
import dev.pontoon.engine.firewall.RuleDifference;
import dev.pontoon.engine.firewall.Translation;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.nftables.RulesetMonitor;
import java.util.Collection;
import java.util.List;

/**
 * No rules: no masquerade, no isolation, no guard, nothing dropped; filtering is somebody else's
 * work, as with Docker's {@code --iptables=false}. Published ports are served by a relay that
 * listens.
 */
public final class NoFirewall implements Firewall {
  /** Takes what every backend takes, and uses none of it. */
  public NoFirewall(NetworkNamespace host, int relayPort) {}

  @Override
  public String name() {
    return "none";
  }

  @Override
  public void reset(
      Collection<NetworkRules> networks,
      Collection<PortRules> ports,
      Collection<EndpointRules> endpoints) {
    // there are no rules to be right
  }

  @Override
  public List<RuleDifference> differences(
      Collection<NetworkRules> networks,
      Collection<PortRules> ports,
      Collection<EndpointRules> endpoints) {
    return List.of();
  }

  @Override
  public void restore(
      Collection<NetworkRules> networks,
      Collection<PortRules> ports,
      Collection<EndpointRules> endpoints) {
    // there are no rules to be right
  }

  @Override
  public boolean concerns(RulesetMonitor.Event event) {
    return false;
  }

  @Override
  public void apply(List<FirewallChange> changes) {
    // there are no rules to change
  }

  @Override
  public List<String> describe(List<FirewallChange> changes) {
    return List.of();
  }

  @Override
  public List<Translation> translations() {
    return List.of();
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
    // there are no rules to remove
  }

  @Override
  public void close() {
    // nothing is open
  }
}
