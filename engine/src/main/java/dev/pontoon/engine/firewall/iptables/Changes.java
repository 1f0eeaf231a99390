package dev.pontoon.engine.firewall.iptables;

import dev.pontoon.engine.firewall.FirewallChange;
import dev.pontoon.engine.firewall.NetworkRules;
import dev.pontoon.engine.firewall.PortRules;
import java.util.ArrayList;
import java.util.List;

/** Changes in the words of networks and ports, as edits of the rules that are there. */
final class Changes {
  private Changes() {}

  /** The edits of one family. */
  static List<Edit> edits(List<FirewallChange> changes, Family family, int relayPort) {
    List<Edit> edits = new ArrayList<>();
    for (FirewallChange change : changes) {
      switch (change) {
        case FirewallChange.AddNetwork(NetworkRules network) ->
            NetworkChains.of(network, family).forEach(rule -> edits.add(new Edit.Append(rule)));
        case FirewallChange.RemoveNetwork(NetworkRules network) ->
            NetworkChains.of(network, family).forEach(rule -> edits.add(new Edit.Delete(rule)));
        case FirewallChange.Publish(PortRules ports) -> {
          PortChains.of(ports, family, relayPort).forEach(rule -> edits.add(new Edit.Append(rule)));
          PortChains.hairpins(ports, family).forEach(rule -> edits.add(new Edit.Insert(rule, 1)));
        }
        case FirewallChange.Unpublish(PortRules ports) -> {
          PortChains.of(ports, family, relayPort).forEach(rule -> edits.add(new Edit.Delete(rule)));
          PortChains.hairpins(ports, family).forEach(rule -> edits.add(new Edit.Delete(rule)));
        }
        case FirewallChange.Guard _, FirewallChange.Unguard _ -> {}
      }
    }
    return List.copyOf(edits);
  }
}
