package dev.pontoon.engine;

import dev.pontoon.engine.firewall.FirewallChange;
import dev.pontoon.engine.firewall.PortRules;
import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.NetworkMode;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.plan.Change;
import dev.pontoon.engine.plan.LinkChange;
import dev.pontoon.engine.plan.Place;
import dev.pontoon.engine.plan.Plan;
import dev.pontoon.engine.state.State;
import dev.pontoon.linux.conntrack.FlowFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kernel's side of sandboxes.
 *
 * @param state knows their networks
 * @param ipv6 whether the host has IPv6
 * @param translated whether the firewall translates addresses, and the kernel so tracks connections
 * @param bridgeFiltered whether frames within a bridge pass the firewall's rules
 */
record SandboxPlans(
    State state, Marks marks, boolean ipv6, boolean translated, boolean bridgeFiltered) {
  /** Makes a sandbox. */
  Plan attach(Sandbox sandbox) {
    if (!ownsNamespace(sandbox)) {
      return Plan.NOTHING;
    }
    Place inside = Place.at(sandbox.namespace());
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.CreateNamespace(sandbox.namespace(), ipv6));
    sandbox.endpoints().forEach(endpoint -> changes.addAll(cable(sandbox, endpoint)));
    sandbox.endpoints().forEach(endpoint -> changes.addAll(inside(inside, endpoint)));
    changes.addAll(publish(sandbox, sandbox.ports()));
    return new Plan(changes);
  }

  /** Takes a sandbox away. */
  Plan detach(Sandbox sandbox) {
    if (!ownsNamespace(sandbox)) {
      return Plan.NOTHING;
    }
    List<Change> changes = new ArrayList<>(unpublish(sandbox, sandbox.ports()));
    for (Endpoint endpoint : sandbox.endpoints()) {
      changes.add(new LinkChange.Delete(endpoint.hostInterface()));
    }
    changes.add(new Change.DeleteNamespace(sandbox.namespace()));
    changes.addAll(forgetFlowsTo(sandbox.endpoints()));
    return new Plan(changes);
  }

  /** Turns a sandbox into one with more endpoints, and perhaps other ports. */
  Plan connect(Sandbox before, Sandbox after) {
    Place inside = Place.at(after.namespace());
    List<Change> changes = new ArrayList<>();
    for (Endpoint endpoint : onlyIn(after, before)) {
      changes.addAll(cable(after, endpoint));
      changes.addAll(inside(inside, endpoint));
    }
    changes.addAll(exchangePorts(before, after));
    return new Plan(changes);
  }

  /** Turns a sandbox into one with fewer endpoints, and perhaps other ports. */
  Plan disconnect(Sandbox before, Sandbox after) {
    Place inside = Place.at(after.namespace());
    List<Change> changes = new ArrayList<>(exchangePorts(before, after));
    for (Endpoint endpoint : onlyIn(before, after)) {
      changes.add(new LinkChange.Delete(endpoint.hostInterface()));
    }
    after.endpoints().stream()
        .filter(endpoint -> !before.endpoints().contains(endpoint))
        .forEach(endpoint -> changes.addAll(defaultRoutes(inside, endpoint)));
    changes.addAll(forgetFlowsTo(onlyIn(before, after)));
    return new Plan(changes);
  }

  /** Makes all default routes anew, in place of those that are there. */
  Plan routesAgain(Sandbox sandbox) {
    Place inside = Place.at(sandbox.namespace());
    return new Plan(
        sandbox.endpoints().stream()
            .flatMap(endpoint -> defaultRoutes(inside, endpoint).stream())
            .toList());
  }

  private List<Change> exchangePorts(Sandbox before, Sandbox after) {
    if (before.ports().equals(after.ports())) {
      return List.of();
    }
    return Stream.concat(
            unpublish(before, before.ports()).stream(), publish(after, after.ports()).stream())
        .toList();
  }

  static boolean ownsNamespace(Sandbox sandbox) {
    return ownsNamespace(sandbox.mode());
  }

  static boolean ownsNamespace(NetworkMode mode) {
    return mode instanceof NetworkMode.Own || mode instanceof NetworkMode.Isolated;
  }

  private static List<Endpoint> onlyIn(Sandbox one, Sandbox other) {
    return one.endpoints().stream()
        .filter(endpoint -> other.endpointOn(endpoint.networkId()).isEmpty())
        .toList();
  }

  /** The veth pair, as far as the host sees it. */
  private List<Change> cable(Sandbox sandbox, Endpoint endpoint) {
    Network network = network(endpoint.networkId());
    String link = endpoint.hostInterface();
    return List.of(
        new LinkChange.CreateVeth(
            link,
            network.bridgeName(),
            BridgePlans.mtu(network),
            sandbox.namespace(),
            endpoint.containerInterface(),
            endpoint.mac()),
        new LinkChange.MarkPort(
            link, marks.endpoint(endpoint), ipv6, translated, isolated(network)),
        new LinkChange.SetUp(Place.HOST, link));
  }

  /**
   * Where the rules see frames within a bridge, they keep neighbours apart and still let them meet
   * at published ports, which isolated ports would not.
   */
  private boolean isolated(Network network) {
    return network.driver() instanceof DriverConfig.Bridge bridge
        && !bridge.interContainer()
        && !bridgeFiltered;
  }

  /** The sandbox's end of the veth pair, with addresses and routes. */
  private static List<Change> inside(Place inside, Endpoint endpoint) {
    String link = endpoint.containerInterface();
    List<Change> changes = new ArrayList<>();
    if (endpoint.ipv6().isPresent()) {
      String sysctls = "ipv6/conf/" + link + "/";
      changes.add(new Change.SetSysctl(inside, sysctls + "accept_ra", "0"));
      changes.add(new Change.SetSysctl(inside, sysctls + "disable_ipv6", "0"));
    }
    Stream.of(endpoint.ipv4(), endpoint.ipv6())
        .flatMap(Optional::stream)
        .forEach(address -> changes.add(new LinkChange.AddAddress(inside, link, address)));
    changes.add(new LinkChange.SetUp(inside, link));
    changes.addAll(defaultRoutes(inside, endpoint));
    return changes;
  }

  private static List<Change> defaultRoutes(Place inside, Endpoint endpoint) {
    return Stream.of(endpoint.gateway4(), endpoint.gateway6())
        .flatMap(Optional::stream)
        .<Change>map(gateway ->
            new LinkChange.AddDefaultRoute(inside, endpoint.containerInterface(), gateway))
        .toList();
  }

  private List<Change> publish(Sandbox sandbox, List<PortMapping> ports) {
    if (ports.isEmpty()) {
      return List.of();
    }
    List<FirewallChange> rules =
        ports.stream()
            .<FirewallChange>map(port -> new FirewallChange.Publish(rules(sandbox, port)))
            .toList();
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Serve(ports));
    changes.add(new Change.ChangeFirewall(rules));
    // Who sends to a port without pause has a flow from before, and rules are for first packets.
    changes.addAll(
        forget(
            ports.stream()
                .filter(port -> port.protocol() != Protocol.TCP)
                .map(port ->
                    FlowFilter.ALL.toPorts(
                        port.protocol().number(), port.hostFirst(), port.hostLast()))
                .distinct()));
    return changes;
  }

  private List<Change> unpublish(Sandbox sandbox, List<PortMapping> ports) {
    if (ports.isEmpty()) {
      return List.of();
    }
    List<FirewallChange> rules =
        ports.stream()
            .<FirewallChange>map(port -> new FirewallChange.Unpublish(rules(sandbox, port)))
            .toList();
    return List.of(new Change.ChangeFirewall(rules), new Change.StopServing(ports));
  }

  /** Flows that lead to endpoints, which are no more. */
  private List<Change> forgetFlowsTo(List<Endpoint> endpoints) {
    return forget(
        endpoints.stream()
            .flatMap(endpoint -> Stream.of(endpoint.ipv4(), endpoint.ipv6()))
            .flatMap(Optional::stream)
            .map(address -> FlowFilter.answeredBy(address.address())));
  }

  private List<Change> forget(Stream<FlowFilter> flows) {
    List<FlowFilter> all = flows.toList();
    return translated && !all.isEmpty() ? List.of(new Change.ForgetFlows(all)) : List.of();
  }

  private PortRules rules(Sandbox sandbox, PortMapping port) {
    return rules(state, sandbox, port);
  }

  static PortRules rules(State state, Sandbox sandbox, PortMapping port) {
    Network network = state.networkById(port.networkId()).orElseThrow();
    return new PortRules(sandbox.id(), network.bridgeName(), port);
  }

  private Network network(String id) {
    return state.networkById(id).orElseThrow();
  }
}
