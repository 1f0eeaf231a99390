package dev.pontoon.engine.firewall.none;

import dev.pontoon.engine.firewall.Firewall;
import dev.pontoon.engine.firewall.FirewallChange;
import dev.pontoon.engine.firewall.NetworkRules;
import dev.pontoon.engine.firewall.PortRules;
import dev.pontoon.engine.firewall.Translation;
import dev.pontoon.linux.netns.NetworkNamespace;
import java.util.Collection;
import java.util.List;

/** Makes no rules: nothing is published, masqueraded or isolated. */
public final class NoFirewall implements Firewall {
  /** Takes what every backend takes, and uses none of it. */
  public NoFirewall(NetworkNamespace host, int relayPort) {}

  @Override
  public String name() {
    return "none";
  }

  @Override
  public void reset(Collection<NetworkRules> networks, Collection<PortRules> ports) {}

  @Override
  public void apply(List<FirewallChange> changes) {}

  @Override
  public List<String> describe(List<FirewallChange> changes) {
    return List.of();
  }

  @Override
  public List<Translation> translations() {
    return List.of();
  }

  @Override
  public void remove() {}

  @Override
  public void close() {}
}
