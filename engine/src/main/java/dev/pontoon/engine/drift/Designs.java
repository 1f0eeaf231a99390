package dev.pontoon.engine.drift;

import dev.pontoon.engine.firewall.EndpointRules;
import dev.pontoon.engine.firewall.NetworkRules;
import dev.pontoon.engine.firewall.PortRules;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.plan.Plan;
import dev.pontoon.engine.state.State;
import java.util.List;

/** How what the engine knows is to be in the kernel: the plans that make it. */
public interface Designs {
  /** What makes a network's links; nothing where it has none. */
  Plan links(Network network);

  /** What makes a sandbox; nothing where it has no namespace of its own. */
  Plan sandbox(State state, Sandbox sandbox);

  /** What the firewall has to know of all networks. */
  List<NetworkRules> networkRules(State state);

  /** What the firewall has to know of all published ports. */
  List<PortRules> portRules(State state);

  /** What the firewall has to know of all endpoints that are guarded. */
  List<EndpointRules> endpointRules(State state);

  /** Whether a link with this alias was made by the engine. */
  boolean own(String alias);
}
