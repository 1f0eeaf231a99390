package dev.pontoon.engine.drift;

import dev.pontoon.engine.drift.Difference.Changed;
import dev.pontoon.engine.drift.Difference.LeftOver;
import dev.pontoon.engine.drift.Difference.Missing;
import dev.pontoon.engine.drift.Difference.Unmounted;
import dev.pontoon.engine.firewall.EndpointRules;
import dev.pontoon.engine.firewall.NetworkRules;
import dev.pontoon.engine.firewall.PortRules;
import dev.pontoon.engine.firewall.RuleDifference;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.plan.Change;
import dev.pontoon.engine.plan.LinkChange;
import dev.pontoon.engine.plan.Place;
import dev.pontoon.engine.plan.Plan;
import dev.pontoon.engine.plan.Tools;
import dev.pontoon.engine.state.State;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.netns.Sysctl;
import dev.pontoon.linux.rtnetlink.Link;
import dev.pontoon.linux.rtnetlink.Rtnetlink;
import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.KernelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks at the kernel and compares it with the state. For the engine's one writer: while nothing is
 * being changed, each difference is somebody else's work.
 *
 * @param directory where the sandboxes' namespaces are mounted
 */
public record Inspector(Tools tools, Designs designs, Path directory) {
  private static final String EVERYBODY = "firewall";

  /** All differences, in the order in which they are to be repaired. */
  public List<Difference> everything(State state) {
    List<Difference> all = new ArrayList<>(host(state));
    for (Sandbox sandbox : state.sandboxes().values()) {
      all.addAll(inside(state, sandbox));
    }
    all.addAll(rules(state));
    return distinct(all);
  }

  /** The namespaces that are mounted. */
  MountedNamespaces namespaces() {
    return new MountedNamespaces(directory);
  }

  /** The differences of a part. */
  List<Difference> look(State state, Scope scope) {
    return switch (scope) {
      case Scope.Host() -> host(state);
      case Scope.Rules() -> rules(state);
      case Scope.Inside(String id) ->
          state.sandbox(id).map(sandbox -> inside(state, sandbox)).orElse(List.of());
    };
  }

  /** What differs in the host namespace and in what is mounted. */
  public List<Difference> host(State state) {
    List<Made> networks = networks(state);
    List<Made> sandboxes =
        state.sandboxes().values().stream().map(sandbox -> made(state, sandbox)).toList();
    List<Made> all = Stream.concat(networks.stream(), sandboxes.stream()).toList();
    Seen seen = seen(tools.links(), tools.host(), sysctls(all, Place.HOST));
    Snapshot snapshot = new Snapshot(Map.of(Place.HOST, seen));
    Set<String> unmounted = unmounted(state).stream().map(Sandbox::id).collect(Collectors.toSet());
    List<Difference> differences = new ArrayList<>(leftOver(state, all, seen));
    networks.forEach(made -> differences.addAll(Comparison.of(made, snapshot)));
    for (Sandbox sandbox : state.sandboxes().values()) {
      Made made = made(state, sandbox);
      if (unmounted.contains(sandbox.id()) && !made.plan().changes().isEmpty()) {
        differences.add(new Unmounted(made.owner(), sandbox.id(), sandbox.namespace()));
      } else {
        differences.addAll(Comparison.of(made, snapshot));
      }
    }
    return distinct(differences);
  }

  /** The sandboxes with a namespace of their own that is not mounted where it was. */
  public List<Sandbox> unmounted(State state) {
    Set<Path> mounted = namespaces().named(state).keySet();
    return state.sandboxes().values().stream()
        .filter(sandbox -> sandbox.namespace().startsWith(directory))
        .filter(sandbox -> !mounted.contains(sandbox.namespace()))
        .toList();
  }

  /**
   * A process in a sandbox's namespace, wherever that is mounted.
   *
   * @param name as /proc/PID/ns/net names the namespace; empty if it is not known
   */
  public OptionalLong inhabitant(Sandbox sandbox, String name) {
    return new Inhabitants(tools.links()).find(name, namespaceNumber(sandbox));
  }

  /** Several owners may have made the same. */
  private static List<Difference> distinct(List<Difference> differences) {
    Map<String, Difference> byKey = new LinkedHashMap<>();
    differences.forEach(difference -> byKey.putIfAbsent(difference.key(), difference));
    return List.copyOf(byKey.values());
  }

  /** What differs inside a sandbox. */
  public List<Difference> inside(State state, Sandbox sandbox) {
    Made made = made(state, sandbox);
    if (made.plan().changes().isEmpty()) {
      return List.of();
    }
    Place place = Place.at(sandbox.namespace());
    List<String> sysctls = sysctls(List.of(made), place);
    try (NetworkNamespace namespace = NetworkNamespace.open(sandbox.namespace());
        Rtnetlink links = Rtnetlink.open(namespace)) {
      Seen outside = outside(made);
      Seen within = seen(links, namespace, sysctls);
      return Comparison.of(
          besideNeighbours(made), new Snapshot(Map.of(Place.HOST, outside, place, within)));
    } catch (KernelException e) {
      if (e.errno().is(Errno.ENOENT) || e.errno().is(Errno.EINVAL)) {
        return List.of(); // not mounted: it is the host's part to see that
      }
      throw e;
    }
  }

  /** Without what the host was told of the sandbox, which is the host's part to see. */
  private static Made besideNeighbours(Made made) {
    return new Made(
        made.owner(),
        new Plan(
            made.plan().changes().stream().filter(change -> !isOfHostsNeighbour(change)).toList()));
  }

  private static boolean isOfHostsNeighbour(Change change) {
    return change instanceof LinkChange.AddNeighbour told && told.place().equals(Place.HOST);
  }

  /** The links of the host namespace that a sandbox's plan speaks of, however many others are. */
  private Seen outside(Made made) {
    List<Link> links =
        made.plan().changes().stream()
            .filter(change -> change instanceof LinkChange.CreateVeth)
            .map(change -> (LinkChange.CreateVeth) change)
            .flatMap(veth -> Stream.of(veth.name(), veth.bridge()))
            .distinct()
            .flatMap(name -> tools.links().link(name).stream())
            .toList();
    return Seen.of(links, List.of(), List.of(), List.of(), Map.of());
  }

  private List<Made> networks(State state) {
    return state.networks().values().stream()
        .map(network -> new Made(label(network), designs.links(network)))
        .toList();
  }

  private Made made(State state, Sandbox sandbox) {
    return new Made(label(sandbox), designs.sandbox(state, sandbox));
  }

  private static String label(Network network) {
    return "network " + network.name();
  }

  private static String label(Sandbox sandbox) {
    return "container " + sandbox.name();
  }

  private static List<String> sysctls(List<Made> all, Place place) {
    return all.stream()
        .flatMap(made -> made.plan().changes().stream())
        .filter(change -> change instanceof Change.SetSysctl sysctl && sysctl.place().equals(place))
        .map(change -> ((Change.SetSysctl) change).name())
        .distinct()
        .toList();
  }

  private static Seen seen(Rtnetlink rtnetlink, NetworkNamespace namespace, List<String> sysctls) {
    Map<String, String> values =
        sysctls.isEmpty() ? Map.of() : namespace.call(() -> values(sysctls));
    return Seen.of(
        rtnetlink.links(),
        rtnetlink.addresses(),
        rtnetlink.routes(),
        rtnetlink.neighbours(),
        values);
  }

  /** Runs in the namespace. */
  private static Map<String, String> values(List<String> names) {
    Map<String, String> values = new HashMap<>();
    for (String name : names) {
      if (Sysctl.exists(name)) {
        values.put(name, Sysctl.get(name));
      }
    }
    return values;
  }

  private List<Difference> leftOver(State state, List<Made> all, Seen seen) {
    Set<String> marks = new HashSet<>();
    for (Made made : all) {
      for (Change change : made.plan().changes()) {
        switch (change) {
          case LinkChange.MarkBridge mark -> marks.add(mark.alias());
          case LinkChange.MarkPort mark -> marks.add(mark.alias());
          default -> {}
        }
      }
    }
    List<Difference> left = new ArrayList<>();
    List<Link> portsFirst =
        seen.links().values().stream()
            .sorted(Comparator.comparing(link -> link.is("bridge")))
            .toList();
    for (Link link : portsFirst) {
      boolean kind = link.is("veth") || link.is("bridge");
      if (kind && designs.own(link.alias()) && !marks.contains(link.alias())) {
        Plan delete = Plan.of(new Change.DeleteLink(link.name()));
        left.add(new LeftOver("link " + link.name(), "nobody", delete));
      }
    }
    left.addAll(leftNeighbours(all, seen));
    left.addAll(leftFiles(state));
    return left;
  }

  private static List<Difference> leftNeighbours(List<Made> all, Seen seen) {
    Set<Seen.Acquaintance> known =
        all.stream()
            .flatMap(made -> made.plan().changes().stream())
            .filter(Inspector::isOfHostsNeighbour)
            .map(change -> Seen.Acquaintance.of((LinkChange.AddNeighbour) change))
            .collect(Collectors.toSet());
    return seen.neighbours().stream()
        .filter(neighbour -> !known.contains(neighbour))
        .<Difference>map(neighbour ->
            new LeftOver(
                "neighbour %s of link %s"
                    .formatted(Addresses.text(neighbour.address()), neighbour.link()),
                "nobody",
                Plan.of(new LinkChange.DeleteNeighbour(neighbour.link(), neighbour.address()))))
        .toList();
  }

  private List<Difference> leftFiles(State state) {
    Set<Path> known =
        state.sandboxes().values().stream().map(Sandbox::namespace).collect(Collectors.toSet());
    return namespaces().files().stream()
        .filter(file -> !known.contains(file))
        .<Difference>map(file ->
            new LeftOver("namespace " + file, "nobody", Plan.of(new Change.DeleteNamespace(file))))
        .toList();
  }

  private List<Difference> rules(State state) {
    List<NetworkRules> networks = designs.networkRules(state);
    List<PortRules> ports = designs.portRules(state);
    List<EndpointRules> endpoints = designs.endpointRules(state);
    Plan restore = Plan.of(new Change.RestoreFirewall(networks, ports, endpoints));
    return tools.firewall().differences(networks, ports, endpoints).stream()
        .map(rule -> difference(rule, owner(state, rule.ownerId()), restore))
        .toList();
  }

  private static Difference difference(RuleDifference rule, String owner, Plan restore) {
    return switch (rule.kind()) {
      case MISSING -> new Missing(rule.object(), owner, restore);
      case LEFT_OVER -> new LeftOver(rule.object(), owner, restore);
      case CHANGED -> new Changed(rule.object(), owner, "as made", "other", restore);
    };
  }

  private static String owner(State state, String id) {
    Optional<String> network = state.networkById(id).map(Inspector::label);
    return network.or(() -> state.sandbox(id).map(Inspector::label)).orElse(EVERYBODY);
  }

  /** By which the host's namespace knows a sandbox's, as its veth pairs tell. */
  private OptionalInt namespaceNumber(Sandbox sandbox) {
    return sandbox.endpoints().stream()
        .flatMap(endpoint -> tools.links().link(endpoint.hostInterface()).stream())
        .mapToInt(Link::peerNamespace)
        .filter(number -> number >= 0)
        .findFirst();
  }

  /** The links of the host namespace, to tell notifications by. */
  Collection<Link> hostLinks() {
    return tools.links().links();
  }
}
