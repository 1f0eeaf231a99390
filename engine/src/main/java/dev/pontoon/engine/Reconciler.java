package dev.pontoon.engine;

import dev.pontoon.engine.firewall.PortRules;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.plan.Applier;
import dev.pontoon.engine.plan.Change;
import dev.pontoon.engine.plan.LinkChange;
import dev.pontoon.engine.plan.Plan;
import dev.pontoon.engine.plan.Tools;
import dev.pontoon.engine.ports.HostPorts;
import dev.pontoon.engine.state.Intent;
import dev.pontoon.engine.state.State;
import dev.pontoon.engine.state.Store;
import dev.pontoon.linux.rtnetlink.Link;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
 * @param directory where the engine's namespaces are mounted
 * @param repairs hears of what is put right
 */
record Reconciler(
    Tools tools,
    Store store,
    Applier applier,
    HostPorts ports,
    BridgePlans bridges,
    Function<State, SandboxPlans> planner,
    Marks marks,
    Path directory,
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
    removeStrangers(state, recovered.maybeLeft());
    repairBridges(state);
    repairSandboxes(state, recovered.touched());
    tools
        .firewall()
        .reset(
            state.networks().values().stream()
                .flatMap(network -> BridgePlans.rulesOf(network).stream())
                .toList(),
            portRules(state));
    settle(recovered, lost);
    adoptPorts(state);
    return state;
  }

  /** Sandboxes whose namespace went, with the machine's boot or by hand. */
  private List<Sandbox> lost(State state) {
    Set<Path> mounted = new MountedNamespaces(directory).mounted();
    return state.sandboxes().values().stream()
        .filter(sandbox -> sandbox.namespace().startsWith(directory))
        .filter(sandbox -> !mounted.contains(sandbox.namespace()))
        .toList();
  }

  private void removeStrangers(State state, List<String> maybeLeft) {
    Set<String> known = knownMarks(state);
    Set<String> knownNames = knownNames(state);
    List<Change> changes = new ArrayList<>();
    tools.links().links().stream()
        .filter(link ->
            link.alias().isEmpty()
                ? maybeLeft.contains(link.name()) && !knownNames.contains(link.name())
                : marks.own(link.alias()) && !known.contains(link.alias()))
        .filter(link -> link.is("veth") || link.is("bridge"))
        .sorted(Comparator.comparing(link -> link.is("bridge"))) // ports before their bridges
        .forEach(link -> changes.add(new LinkChange.Delete(link.name())));
    Set<Path> namespaces =
        state.sandboxes().values().stream().map(Sandbox::namespace).collect(Collectors.toSet());
    new MountedNamespaces(directory)
        .files().stream()
            .filter(file -> !namespaces.contains(file))
            .forEach(file -> changes.add(new Change.DeleteNamespace(file)));
    changes.forEach(change -> repairs.note("left over: " + change.step()));
    applier.tearDown(new Plan(changes));
  }

  private Set<String> knownMarks(State state) {
    return Stream.concat(
            state.networks().values().stream().map(marks::network),
            endpoints(state).map(marks::endpoint))
        .collect(Collectors.toSet());
  }

  private static Set<String> knownNames(State state) {
    return Stream.concat(
            bridgeNetworks(state).map(Network::bridgeName),
            endpoints(state).map(Endpoint::hostInterface))
        .collect(Collectors.toSet());
  }

  private static Stream<Endpoint> endpoints(State state) {
    return state.sandboxes().values().stream().flatMap(sandbox -> sandbox.endpoints().stream());
  }

  private static Stream<Network> bridgeNetworks(State state) {
    return state.networks().values().stream()
        .filter(network -> BridgePlans.rulesOf(network).isPresent());
  }

  private void repairBridges(State state) {
    Set<String> present =
        tools.links().links().stream().map(Link::alias).collect(Collectors.toSet());
    bridgeNetworks(state)
        .filter(network -> !present.contains(marks.network(network)))
        .forEach(network -> {
          repairs.note(
              "make bridge %s of network %s again".formatted(network.bridgeName(), network.name()));
          applier.apply(bridges.link(network));
        });
  }

  private void repairSandboxes(State state, List<String> touched) {
    List<Link> links = tools.links().links();
    Map<Integer, String> names = links.stream().collect(Collectors.toMap(Link::index, Link::name));
    Map<String, String> bridges =
        links.stream()
            .filter(link -> marks.own(link.alias()))
            .collect(Collectors.toMap(Link::alias, link -> names.getOrDefault(link.master(), "")));
    SandboxPlans plans = planner.apply(state);
    for (Sandbox sandbox : state.sandboxes().values()) {
      List<Endpoint> loose =
          sandbox.endpoints().stream()
              .filter(endpoint ->
                  !bridgeName(state, endpoint).equals(bridges.get(marks.endpoint(endpoint))))
              .toList();
      loose.forEach(endpoint ->
          repairs.note(
              "cable container %s to %s again"
                  .formatted(sandbox.name(), bridgeName(state, endpoint))));
      if (!loose.isEmpty() || touched.contains(sandbox.id())) {
        applier.apply(plans.cableAgain(sandbox, loose));
      }
    }
  }

  private static String bridgeName(State state, Endpoint endpoint) {
    return state.networkById(endpoint.networkId()).orElseThrow().bridgeName();
  }

  private static List<PortRules> portRules(State state) {
    return state.sandboxes().values().stream()
        .flatMap(sandbox ->
            sandbox.ports().stream().map(port -> SandboxPlans.rules(state, sandbox, port)))
        .toList();
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
