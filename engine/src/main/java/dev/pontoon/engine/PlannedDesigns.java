package dev.pontoon.engine;

import dev.pontoon.engine.drift.Designs;
import dev.pontoon.engine.firewall.EndpointRules;
import dev.pontoon.engine.firewall.NetworkRules;
import dev.pontoon.engine.firewall.PortRules;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.plan.Plan;
import dev.pontoon.engine.state.State;
import java.util.List;
import java.util.function.Function;

/** What is to be in the kernel, told by the planners that make it. */
record PlannedDesigns(Marks marks, BridgePlans bridges, Function<State, SandboxPlans> planner)
    implements Designs {
  @Override
  public Plan links(Network network) {
    return BridgePlans.rulesOf(network).isPresent() ? bridges.link(network) : Plan.NOTHING;
  }

  @Override
  public Plan sandbox(State state, Sandbox sandbox) {
    return planner.apply(state).attach(sandbox);
  }

  @Override
  public List<NetworkRules> networkRules(State state) {
    return state.networks().values().stream()
        .flatMap(network -> BridgePlans.rulesOf(network).stream())
        .toList();
  }

  @Override
  public List<PortRules> portRules(State state) {
    return state.sandboxes().values().stream()
        .flatMap(sandbox ->
            sandbox.ports().stream().map(port -> SandboxPlans.rules(state, sandbox, port)))
        .toList();
  }

  @Override
  public List<EndpointRules> endpointRules(State state) {
    return state.sandboxes().values().stream()
        .flatMap(sandbox -> SandboxPlans.guarded(sandbox, sandbox.endpoints()))
        .toList();
  }

  @Override
  public boolean own(String alias) {
    return marks.own(alias);
  }
}
