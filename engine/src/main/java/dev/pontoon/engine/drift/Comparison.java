package dev.pontoon.engine.drift;

import dev.pontoon.engine.drift.Difference.Changed;
import dev.pontoon.engine.drift.Difference.Missing;
import dev.pontoon.engine.plan.Change;
import dev.pontoon.engine.plan.LinkChange;
import dev.pontoon.engine.plan.Place;
import dev.pontoon.engine.plan.Plan;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.rtnetlink.BridgePort;
import dev.pontoon.linux.rtnetlink.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what was made with what was seen: a change of a plan that the snapshot does not show is
 * a difference. A missing link is one difference, with all that belongs to it.
 */
final class Comparison {
  private static final String HOST = "host";

  private final Made made;
  private final Snapshot snapshot;
  private final Map<String, String> marks = new HashMap<>();
  private final Set<LinkAt> missing = new HashSet<>();
  private final List<Difference> differences = new ArrayList<>();

  private record LinkAt(Place place, String link) {}

  private Comparison(Made made, Snapshot snapshot) {
    this.made = made;
    this.snapshot = snapshot;
    for (Change change : made.plan().changes()) {
      switch (change) {
        case LinkChange.MarkBridge(String link, String alias) -> marks.put(link, alias);
        case LinkChange.MarkPort mark -> marks.put(mark.link(), mark.alias());
        default -> {}
      }
    }
  }

  /** The differences of what one owner has, in the order in which they are to be repaired. */
  static List<Difference> of(Made made, Snapshot snapshot) {
    Comparison comparison = new Comparison(made, snapshot);
    made.plan().changes().forEach(comparison::compare);
    return List.copyOf(comparison.differences);
  }

  private void compare(Change change) {
    switch (change) {
      case Change.SetSysctl c -> snapshot.at(c.place()).ifPresent(seen -> sysctl(seen, c));
      case Change.OfLink c -> snapshot.at(c.place()).ifPresent(seen -> link(seen, c));
      case Change.DeleteLink _,
          Change.DeleteLinks _,
          Change.CreateNamespace _,
          Change.RemountNamespace _,
          Change.DeleteNamespace _,
          Change.ChangeFirewall _,
          Change.RestoreFirewall _,
          Change.Serve _,
          Change.StopServing _,
          Change.ForgetFlows _ -> {} // compared as a whole, or no object of the kernel
    }
  }

  private void link(Seen seen, Change.OfLink change) {
    switch (change) {
      case LinkChange.CreateBridge c -> bridge(seen, c);
      case LinkChange.CreateVeth c -> veth(seen, c);
      case LinkChange.MarkBridge c ->
          present(seen, c.place(), c.link())
              .filter(link -> !link.alias().equals(c.alias()))
              .ifPresent(link -> changed("alias of link " + c.link(), c.alias(), link.alias(), c));
      case LinkChange.MarkPort c -> port(seen, c);
      case LinkChange.SetUp c ->
          present(seen, c.place(), c.link())
              .filter(link -> !link.isUp())
              .ifPresent(_ -> changed("link " + c.link(), "up", "down", c));
      case LinkChange.AddAddress c -> address(seen, c);
      case LinkChange.AddDefaultRoute c -> defaultRoute(seen, c);
      case LinkChange.AddNeighbour c -> neighbour(seen, c);
      case LinkChange.Join _,
          LinkChange.AddSubnetRoute _,
          LinkChange.MoveDefaultRoute _,
          LinkChange.DeleteNeighbour _ -> {} // no maker has them
    }
  }

  private void bridge(Seen seen, LinkChange.CreateBridge change) {
    boolean there =
        seen.link(change.name())
            .filter(link -> link.is("bridge"))
            .filter(link -> isMarked(link) || link.mac().equals(Optional.of(change.mac())))
            .isPresent();
    if (!there) {
      missing.add(new LinkAt(Place.HOST, change.name()));
      differences.add(
          new Missing("link " + change.name(), made.owner(), new Plan(about(change.name(), ""))));
    }
  }

  private void veth(Seen seen, LinkChange.CreateVeth change) {
    Place inside = Place.at(change.namespace());
    Optional<Link> link =
        seen.link(change.name())
            .filter(l -> l.is("veth"))
            .filter(l -> isMarked(l) || seen.master(l).equals(change.bridge()));
    boolean broken =
        snapshot.at(inside).map(within -> within.link(change.peer()).isEmpty()).orElse(false);
    if (link.isEmpty() || broken) {
      missing.add(new LinkAt(Place.HOST, change.name()));
      missing.add(new LinkAt(inside, change.peer()));
      List<Change> again = new ArrayList<>();
      link.ifPresent(_ -> again.add(new Change.DeleteLink(change.name())));
      again.addAll(about(change.name(), change.peer()));
      String name = link.isEmpty() ? change.name() : change.peer();
      differences.add(new Missing("link " + name, made.owner(), new Plan(again)));
    } else if (!seen.master(link.get()).equals(change.bridge())) {
      changed(
          "master of link " + change.name(),
          change.bridge(),
          seen.master(link.get()),
          new LinkChange.Join(change.name(), change.bridge()));
    }
  }

  /** All changes of a link, and of a veth's other end. */
  private List<Change> about(String name, String peer) {
    return made.plan().changes().stream()
        .filter(change -> linkOf(change).equals(name) || linkOf(change).equals(peer))
        .filter(change -> !linkOf(change).isEmpty())
        .toList();
  }

  private static String linkOf(Change change) {
    return switch (change) {
      case LinkChange.CreateBridge c -> c.name();
      case LinkChange.CreateVeth c -> c.name();
      case LinkChange.MarkBridge c -> c.link();
      case LinkChange.MarkPort c -> c.link();
      case LinkChange.SetUp c -> c.link();
      case LinkChange.AddAddress c -> c.link();
      case LinkChange.AddDefaultRoute c -> c.link();
      case LinkChange.AddNeighbour c -> c.link();
      case Change.SetSysctl c -> linkOf(c);
      default -> "";
    };
  }

  /** The link that a parameter is of: {@code ipv4/conf/pontoon0/route_localnet}. */
  private static String linkOf(Change.SetSysctl change) {
    String[] parts = change.name().split("/", -1);
    return parts.length == 4 && parts[1].equals("conf") ? parts[2] : "";
  }

  private void sysctl(Seen seen, Change.SetSysctl change) {
    String found = seen.sysctls().getOrDefault(change.name(), "");
    boolean absorbed = missing.contains(new LinkAt(change.place(), linkOf(change)));
    if (!absorbed && !found.equals(change.value())) {
      String owner = common(change) ? HOST : made.owner();
      differences.add(
          new Changed(
              "sysctl net/" + change.name(), owner, change.value(), found, Plan.of(change)));
    }
  }

  /** Whether it is of no link, so that all networks set it alike. */
  private static boolean common(Change.SetSysctl change) {
    return linkOf(change).isEmpty() || linkOf(change).equals("all");
  }

  private void port(Seen seen, LinkChange.MarkPort change) {
    present(seen, change.place(), change.link())
        .ifPresent(link -> {
          if (!link.alias().equals(change.alias())) {
            changed("alias of link " + change.link(), change.alias(), link.alias(), change);
          } else if (lacks(link, BridgePort.Option.HAIRPIN, change.hairpin())
              || lacks(link, BridgePort.Option.ISOLATED, change.isolated())
              || lacks(link, BridgePort.Option.GROUP_FORWARD_MASK, change.guarded())) {
            changed("bridge port " + change.link(), settings(change), "other", change);
          }
        });
  }

  private static String settings(LinkChange.MarkPort change) {
    return "hairpin %s isolated %s guarded %s"
        .formatted(on(change.hairpin()), on(change.isolated()), on(change.guarded()));
  }

  private static String on(boolean option) {
    return option ? "on" : "off";
  }

  private static boolean lacks(Link link, BridgePort.Option option, boolean wanted) {
    int found = link.port().map(port -> port.options().getOrDefault(option, 0)).orElse(0);
    return wanted && found == 0;
  }

  private void address(Seen seen, LinkChange.AddAddress change) {
    present(seen, change.place(), change.link())
        .ifPresent(link -> {
          Cidr address = change.address();
          if (!seen.hasAddress(change.link(), address)) {
            missing("address %s of link %s".formatted(address, change.link()), change);
          } else if (link.isUp()
              && hasSubnetRoute(address)
              && !seen.leadsTo(address.subnet(), change.link())) {
            missing(
                "route to %s from link %s".formatted(address.subnet(), change.link()),
                new LinkChange.AddSubnetRoute(change.place(), change.link(), address));
          }
        });
  }

  /** An address that is all of its subnet leads nowhere. */
  private static boolean hasSubnetRoute(Cidr address) {
    return address.length() < (address.isV6() ? 128 : 32);
  }

  /** Another one in its place is the container's own doing, which it may (CAP_NET_ADMIN). */
  private void defaultRoute(Seen seen, LinkChange.AddDefaultRoute change) {
    boolean there = seen.hasDefaultRoute(Addresses.isV6(change.gateway()));
    if (!there && present(seen, change.place(), change.link()).isPresent()) {
      missing(
          "default route via %s from link %s"
              .formatted(Addresses.text(change.gateway()), change.link()),
          change);
    }
  }

  /** Also where its link is gone: that is made again first, and another owner's. */
  private void neighbour(Seen seen, LinkChange.AddNeighbour change) {
    boolean there = seen.knows(change.link(), change.address(), change.mac());
    if (!there && !missing.contains(new LinkAt(change.place(), change.link()))) {
      missing(
          "neighbour %s of link %s".formatted(Addresses.text(change.address()), change.link()),
          change);
    }
  }

  /** The link, unless it is missing already with all that belongs to it. */
  private Optional<Link> present(Seen seen, Place place, String link) {
    return missing.contains(new LinkAt(place, link)) ? Optional.empty() : seen.link(link);
  }

  private boolean isMarked(Link link) {
    return link.alias().equals(marks.get(link.name()));
  }

  /** Told once: addresses of one subnet share its route. */
  private void missing(String object, Change repair) {
    if (differences.stream().noneMatch(told -> told.object().equals(object))) {
      differences.add(new Missing(object, made.owner(), Plan.of(repair)));
    }
  }

  private void changed(String object, String expected, String found, Change repair) {
    differences.add(new Changed(object, made.owner(), expected, found, Plan.of(repair)));
  }
}
