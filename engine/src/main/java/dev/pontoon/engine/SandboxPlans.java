package dev.pontoon.engine;

import dev.pontoon.engine.firewall.EndpointRules;
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
import dev.pontoon.linux.ip.Cidr;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The kernel's side of sandboxes.
 *
 * @param state knows their networks
 * @param ipv6 whether the host has IPv6
 * @param translated whether the firewall translates addresses, and the kernel so tracks connections
 * @param bridgeFiltered whether frames within a bridge pass the firewall's rules
 * @param guarding whether the firewall can guard endpoints
 */
record SandboxPlans(
    State state,
    Marks marks,
    boolean ipv6,
    boolean translated,
    boolean bridgeFiltered,
    boolean guarding) {
  private static final List<Function<Endpoint, Optional<InetAddress>>> GATEWAYS =
      List.of(Endpoint::gateway4, Endpoint::gateway6);

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
    changes.addAll(publish(sandbox, sandbox.ports(), guard(sandbox, sandbox.endpoints())));
    return new Plan(changes);
  }

  /** Takes a sandbox away; its guard goes after its links, so that nobody is ever without. */
  Plan detach(Sandbox sandbox) {
    if (!ownsNamespace(sandbox)) {
      return Plan.NOTHING;
    }
    List<Change> changes = new ArrayList<>(unplug(sandbox.endpoints()));
    changes.addAll(unpublish(sandbox, sandbox.ports(), guard(sandbox, sandbox.endpoints())));
    changes.add(new Change.DeleteNamespace(sandbox.namespace()));
    changes.addAll(forgetFlowsTo(sandbox.endpoints()));
    return new Plan(changes);
  }

  /** Turns a sandbox into one with more endpoints, and perhaps other ports. */
  Plan connect(Sandbox before, Sandbox after) {
    Place inside = Place.at(after.namespace());
    List<Change> changes = new ArrayList<>(firewall(guard(after, onlyIn(after, before))));
    for (Endpoint endpoint : onlyIn(after, before)) {
      changes.addAll(cable(after, endpoint));
      changes.addAll(interfaceOf(inside, endpoint));
    }
    changes.addAll(leadAway(inside, before, after));
    changes.addAll(exchangePorts(before, after));
    changes.addAll(forgetMoved(before, after));
    return new Plan(changes);
  }

  /** Connections by ports that lead elsewhere now: answers of the former address get nowhere. */
  private List<Change> forgetMoved(Sandbox before, Sandbox after) {
    return forget(
        before.ports().stream()
            .filter(port -> !after.ports().contains(port))
            .map(port ->
                FlowFilter.answeredBy(port.containerAddress())
                    .toPorts(port.protocol().number(), port.hostFirst(), port.hostLast()))
            .distinct());
  }

  /** The default routes that are to lead by another router than before. */
  private static List<Change> leadAway(Place inside, Sandbox before, Sandbox after) {
    List<Change> changes = new ArrayList<>();
    for (Function<Endpoint, Optional<InetAddress>> gateway : GATEWAYS) {
      Optional<LinkChange.Hop> from = hop(before, gateway);
      hop(after, gateway)
          .filter(to -> !from.equals(Optional.of(to)))
          .map(to ->
              from.<Change>map(was -> new LinkChange.MoveDefaultRoute(inside, was, to))
                  .orElseGet(() -> new LinkChange.AddDefaultRoute(inside, to.link(), to.gateway())))
          .ifPresent(changes::add);
    }
    return changes;
  }

  private static Optional<LinkChange.Hop> hop(
      Sandbox sandbox, Function<Endpoint, Optional<InetAddress>> gateway) {
    return sandbox.endpoints().stream()
        .flatMap(endpoint ->
            gateway.apply(endpoint).stream()
                .map(router -> new LinkChange.Hop(endpoint.containerInterface(), router)))
        .findFirst();
  }

  /** Turns a sandbox into one with fewer endpoints, and perhaps other ports. */
  Plan disconnect(Sandbox before, Sandbox after) {
    Place inside = Place.at(after.namespace());
    List<Change> changes = new ArrayList<>(exchangePorts(before, after));
    changes.addAll(leadAway(inside, before, after));
    changes.addAll(unplug(onlyIn(before, after)));
    changes.addAll(firewall(undone(guard(before, onlyIn(before, after)))));
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
            unpublish(before, before.ports(), List.of()).stream(),
            publish(after, after.ports(), List.of()).stream())
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

  /** The veth pair, as far as the host sees it, and who is behind it. */
  private List<Change> cable(Sandbox sandbox, Endpoint endpoint) {
    Network network = network(endpoint.networkId());
    String link = endpoint.hostInterface();
    List<Change> changes = new ArrayList<>();
    changes.add(
        new LinkChange.CreateVeth(
            link,
            network.bridgeName(),
            BridgePlans.mtu(network),
            sandbox.namespace(),
            endpoint.containerInterface(),
            endpoint.mac()));
    changes.add(
        new LinkChange.MarkPort(
            link,
            marks.endpoint(endpoint),
            ipv6,
            translated,
            isolated(network),
            guarding && !endpoint.unguarded()));
    changes.add(new LinkChange.SetUp(Place.HOST, link));
    Neighbourhood.introduce(network, endpoint).forEach(changes::add);
    return changes;
  }

  /** Takes endpoints' veth pairs away, and what the host was told of them. */
  private List<Change> unplug(List<Endpoint> endpoints) {
    List<Change> changes = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      Neighbourhood.forget(network(endpoint.networkId()), endpoint).forEach(changes::add);
    }
    endpoints.forEach(endpoint -> changes.add(new Change.DeleteLink(endpoint.hostInterface())));
    return changes;
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
  private List<Change> inside(Place inside, Endpoint endpoint) {
    List<Change> changes = new ArrayList<>(interfaceOf(inside, endpoint));
    changes.addAll(defaultRoutes(inside, endpoint));
    return changes;
  }

  /** The same without default routes. */
  private List<Change> interfaceOf(Place inside, Endpoint endpoint) {
    String link = endpoint.containerInterface();
    List<Change> changes = new ArrayList<>();
    if (endpoint.ipv6().isPresent()) {
      String sysctls = "ipv6/conf/" + link + "/";
      changes.add(new Change.SetSysctl(inside, sysctls + "accept_ra", "0"));
      changes.add(new Change.SetSysctl(inside, sysctls + "disable_ipv6", "0"));
    }
    endpoint
        .addresses()
        .forEach(address -> changes.add(new LinkChange.AddAddress(inside, link, address)));
    changes.add(new LinkChange.SetUp(inside, link));
    Neighbourhood.introduceBridge(inside, network(endpoint.networkId()), endpoint)
        .forEach(changes::add);
    return changes;
  }

  private static List<Change> defaultRoutes(Place inside, Endpoint endpoint) {
    return Stream.of(endpoint.gateway4(), endpoint.gateway6())
        .flatMap(Optional::stream)
        .<Change>map(gateway ->
            new LinkChange.AddDefaultRoute(inside, endpoint.containerInterface(), gateway))
        .toList();
  }

  /** Publishes ports, and makes other changes of the firewall in the same transaction. */
  private List<Change> publish(
      Sandbox sandbox, List<PortMapping> ports, List<FirewallChange> others) {
    if (ports.isEmpty()) {
      return firewall(others);
    }
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Serve(ports));
    changes.addAll(firewall(Stream.concat(others.stream(), published(sandbox, ports)).toList()));
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

  /** Takes back what {@link #publish} made. */
  private List<Change> unpublish(
      Sandbox sandbox, List<PortMapping> ports, List<FirewallChange> others) {
    if (ports.isEmpty()) {
      return firewall(undone(others));
    }
    List<FirewallChange> made = Stream.concat(others.stream(), published(sandbox, ports)).toList();
    List<Change> changes = new ArrayList<>(firewall(undone(made)));
    changes.add(new Change.StopServing(ports));
    return changes;
  }

  private Stream<FirewallChange> published(Sandbox sandbox, List<PortMapping> ports) {
    return ports.stream().map(port -> new FirewallChange.Publish(rules(sandbox, port)));
  }

  private List<FirewallChange> guard(Sandbox sandbox, List<Endpoint> endpoints) {
    return guarding
        ? guarded(sandbox, endpoints).<FirewallChange>map(FirewallChange.Guard::new).toList()
        : List.of();
  }

  /** What the firewall has to know of those of the endpoints that are guarded. */
  static Stream<EndpointRules> guarded(Sandbox sandbox, List<Endpoint> endpoints) {
    return endpoints.stream()
        .filter(endpoint -> !endpoint.unguarded())
        .map(endpoint ->
            new EndpointRules(
                sandbox.id(),
                endpoint.hostInterface(),
                endpoint.mac(),
                addresses(endpoint, false),
                addresses(endpoint, true)));
  }

  private static List<InetAddress> addresses(Endpoint endpoint, boolean v6) {
    return endpoint.addresses().filter(a -> a.isV6() == v6).map(Cidr::address).toList();
  }

  private static List<FirewallChange> undone(List<FirewallChange> changes) {
    return changes.stream().map(FirewallChange::inverse).toList();
  }

  private static List<Change> firewall(List<FirewallChange> changes) {
    return changes.isEmpty() ? List.of() : List.of(new Change.ChangeFirewall(changes));
  }

  /** Flows that lead to endpoints, which are no more. */
  private List<Change> forgetFlowsTo(List<Endpoint> endpoints) {
    return forget(
        endpoints.stream()
            .flatMap(Endpoint::addresses)
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
