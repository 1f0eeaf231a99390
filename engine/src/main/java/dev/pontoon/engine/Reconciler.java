package dev.pontoon.engine;

import dev.pontoon.engine.drift.Difference;
import dev.pontoon.engine.drift.Inspector;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.plan.Applier;
import dev.pontoon.engine.plan.Change;
import dev.pontoon.engine.plan.Plan;
import dev.pontoon.engine.plan.Tools;
import dev.pontoon.engine.ports.HostPorts;
import dev.pontoon.engine.state.Intent;
import dev.pontoon.engine.state.State;
import dev.pontoon.engine.state.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes kernel and state agree at start: what a killed engine left half made is removed, what is
 * missing is made again. Only links with the engine's mark, links that an unfinished change named,
 * and namespaces in the engine's own directory are touched.
 *
 * @param inspector finds what differs; what is inside sandboxes is looked at after the start
 * @param repairs hears of what is put right
 */
record Reconciler(
    Tools tools,
    Store store,
    Applier applier,
    HostPorts ports,
    Function<State, SandboxPlans> planner,
    PlannedDesigns designs,
    Inspector inspector,
    Repairs repairs) {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  State reconcile(Store.Content content) {
    Recovered recovered = Recovered.of(content.state(), content.pending());
    List<Sandbox> lost = lost(recovered.state());
    State state = recovered.state();
    recovered.finished().forEach(intent -> repairs.note("finish: " + intent.title()));
    recovered.undone().forEach(intent -> repairs.note("undo: " + intent.title()));
    for (Sandbox sandbox : lost) {
      repairs.note("the namespace of container " + sandbox.name() + " is gone: free its addresses");
      state = state.without(sandbox);
    }
    serve(state);
    removeUnmarked(state, recovered.maybeLeft());
    repair(inspector.host(state));
    repairTouched(state, recovered.touched());
    tools
        .firewall()
        .reset(designs.networkRules(state), designs.portRules(state), designs.endpointRules(state));
    settle(recovered, lost);
    adoptPorts(state);
    return state;
  }

  /**
   * Sandboxes whose namespace went, with the machine's boot or by hand. One whose mount alone went
   * is mounted again from a process that runs in it.
   */
  private List<Sandbox> lost(State state) {
    for (Sandbox sandbox : inspector.unmounted(state)) {
      inspector
          .inhabitant(sandbox, "")
          .ifPresent(pid -> {
            LOG.info("mount the namespace of container {} again", sandbox.name());
            applier.apply(Plan.of(new Change.RemountNamespace(sandbox.namespace(), pid)));
          });
    }
    return inspector.unmounted(state);
  }

  /** Links that an unfinished change made and did not come to mark. */
  private void removeUnmarked(State state, List<String> maybeLeft) {
    Set<String> known = knownNames(state);
    List<Change> changes = new ArrayList<>();
    tools.links().links().stream()
        .filter(link -> link.alias().isEmpty())
        .filter(link -> maybeLeft.contains(link.name()) && !known.contains(link.name()))
        .filter(link -> link.is("veth") || link.is("bridge"))
        .sorted(Comparator.comparing(link -> link.is("bridge"))) // ports before their bridges
        .forEach(link -> changes.add(new Change.DeleteLink(link.name())));
    changes.forEach(change -> repairs.note("left over: " + change.step()));
    applier.tearDown(new Plan(changes));
  }

  private static Set<String> knownNames(State state) {
    return Stream.concat(
            state.networks().values().stream()
                .filter(network -> BridgePlans.rulesOf(network).isPresent())
                .map(Network::bridgeName),
            state.sandboxes().values().stream()
                .flatMap(sandbox -> sandbox.endpoints().stream())
                .map(Endpoint::hostInterface))
        .collect(Collectors.toSet());
  }

  private void repair(List<Difference> differences) {
    for (Difference difference : differences) {
      if (difference instanceof Difference.LeftOver) {
        repairs.note("left over: " + difference.object());
        applier.tearDown(difference.repair());
      } else {
        repairs.note("put back %s of %s".formatted(difference.object(), difference.owner()));
        applier.apply(difference.repair());
      }
    }
  }

  /** Sandboxes that a change was at: also what is inside, and whose default route it is. */
  private void repairTouched(State state, List<String> touched) {
    SandboxPlans plans = planner.apply(state);
    for (String id : touched) {
      state
          .sandbox(id)
          .ifPresent(sandbox -> {
            repair(inspector.inside(state, sandbox));
            applier.apply(plans.routesAgain(sandbox));
          });
    }
  }

  private void settle(Recovered recovered, List<Sandbox> lost) {
    recovered.finished().forEach(store::finish);
    recovered.undone().forEach(store::forget);
    lost.forEach(
        sandbox -> store.finish(new Intent.OfSandbox(Optional.of(sandbox), Optional.empty())));
  }

  /** First of all: the rules that lead to the relay are there, and who connects waits for it. */
  private void serve(State state) {
    state.sandboxes().values().stream()
        .flatMap(sandbox -> sandbox.ports().stream())
        .forEach(tools.relay()::serve);
  }

  private void adoptPorts(State state) {
    for (Sandbox sandbox : state.sandboxes().values()) {
      ports
          .adopt(sandbox.ports())
          .forEach(warning -> LOG.warn("container {}: {}", sandbox.name(), warning));
    }
  }
}
