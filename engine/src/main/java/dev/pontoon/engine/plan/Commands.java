package dev.pontoon.engine.plan;

import dev.pontoon.engine.firewall.Firewall;
import dev.pontoon.engine.firewall.FirewallChange;
import dev.pontoon.engine.plan.LinkChange.Hop;
import dev.pontoon.linux.conntrack.FlowFilter;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Plans as the command lines that would do the same. */
public final class Commands {
  private final Firewall firewall;

  /** Firewall changes are put as the backend would make them. */
  public Commands(Firewall firewall) {
    this.firewall = firewall;
  }

  /** A command line for each change, several for some. */
  public List<String> of(Plan plan) {
    return plan.changes().stream().flatMap(this::of).toList();
  }

  private Stream<String> of(Change change) {
    return switch (change) {
      case Change.CreateNamespace c -> namespace(c);
      case Change.DeleteLink c -> Stream.of("ip link delete " + c.link());
      case Change.DeleteLinks c -> together(c);
      case Change.RemountNamespace c ->
          Stream.of("mount --bind /proc/" + c.pid() + "/ns/net " + c.path());
      case Change.DeleteNamespace c -> Stream.of("umount " + c.path(), "rm " + c.path());
      case Change.SetSysctl c ->
          Stream.of(inside(c.place()) + "sysctl -w net/" + c.name() + "=" + c.value());
      case Change.ChangeFirewall c -> firewall.describe(c.changes()).stream();
      case Change.RestoreFirewall c -> firewall.describe(wanted(c)).stream();
      case Change.Serve _, Change.StopServing _ -> Stream.of(); // no kernel object
      case Change.ForgetFlows c -> c.flows().stream().map(Commands::forget);
      case LinkChange.MarkPort c -> port(c);
      case Change.OfLink c -> Stream.of(inside(c.place()) + "ip " + arguments(c));
    };
  }

  private static List<FirewallChange> wanted(Change.RestoreFirewall change) {
    List<FirewallChange> wanted = new ArrayList<>();
    change.networks().forEach(network -> wanted.add(new FirewallChange.AddNetwork(network)));
    change.ports().forEach(port -> wanted.add(new FirewallChange.Publish(port)));
    change.endpoints().forEach(endpoint -> wanted.add(new FirewallChange.Guard(endpoint)));
    return wanted;
  }

  private static Stream<String> namespace(Change.CreateNamespace change) {
    String inside = inside(Place.at(change.path()));
    Stream<String> made =
        Stream.of(
            "touch " + change.path(),
            "unshare --net=" + change.path() + " true",
            inside + "ip link set lo up");
    return change.quiet()
        ? Stream.concat(
            made, Stream.of(inside + "sysctl -w net/" + Corner.WITHOUT_IPV6 + "=" + Corner.ON))
        : made;
  }

  private static Stream<String> together(Change.DeleteLinks change) {
    return Stream.concat(
        change.links().stream().map(link -> "ip link set " + link + " group " + change.group()),
        Stream.of("ip link delete group " + change.group()));
  }

  private static Stream<String> port(LinkChange.MarkPort change) {
    String options =
        (change.hairpin() ? " hairpin on" : "")
            + (change.isolated() ? " isolated on" : "")
            + (change.guarded() ? " group_fwd_mask 0x%x".formatted(Batch.ALL_BUT_PAUSE) : "");
    String mark = "ip " + arguments(change);
    return options.isEmpty()
        ? Stream.of(mark)
        : Stream.of(mark, "ip link set %s type bridge_slave%s".formatted(change.link(), options));
  }

  private static String forget(FlowFilter flows) {
    StringBuilder command = new StringBuilder("conntrack -D");
    flows.replySource().ifPresent(a -> command.append(" --reply-src ").append(Addresses.text(a)));
    flows.protocol().ifPresent(p -> command.append(" -p ").append(p));
    flows
        .originalPorts()
        .ifPresent(p -> command.append(" --orig-port-dst ").append(range(p.first(), p.last())));
    return command.toString();
  }

  private static String range(int first, int last) {
    return first == last ? String.valueOf(first) : first + "-" + last;
  }

  private static String inside(Place place) {
    return switch (place) {
      case Place.Host() -> "";
      case Place.Namespace(var path) -> "nsenter --net=" + path + " ";
    };
  }

  private static String arguments(Change.OfLink change) {
    return switch (change) {
      case LinkChange.CreateBridge c ->
          "link add %s address %s mtu %d type bridge mcast_snooping 0"
              .formatted(c.name(), c.mac(), c.mtu());
      case LinkChange.CreateVeth c ->
          "link add %s mtu %d master %s type veth peer name %s address %s mtu %d netns %s"
              .formatted(c.name(), c.mtu(), c.bridge(), c.peer(), c.mac(), c.mtu(), c.namespace());
      case LinkChange.MarkBridge c -> "link set " + c.link() + " alias " + c.alias();
      case LinkChange.MarkPort c ->
          "link set %s alias %s%s"
              .formatted(c.link(), c.alias(), c.quiet() ? " addrgenmode none" : "");
      case LinkChange.Join c -> "link set " + c.link() + " master " + c.bridge();
      case LinkChange.SetUp c -> "link set " + c.link() + " up";
      case LinkChange.AddAddress c ->
          "addr add %s %sdev %s%s"
              .formatted(
                  c.address(),
                  broadcast(c.address()),
                  c.link(),
                  c.address().isV6() ? " nodad" : "");
      case LinkChange.AddSubnetRoute c -> subnetRoute(c);
      case LinkChange.AddDefaultRoute c -> defaultRoute(new Hop(c.link(), c.gateway()));
      case LinkChange.MoveDefaultRoute c -> defaultRoute(c.to());
      case LinkChange.AddNeighbour c ->
          "neigh replace %s lladdr %s dev %s nud permanent protocol %d"
              .formatted(
                  Addresses.text(c.address()), c.mac(), c.link(), LinkChange.AddNeighbour.PROTOCOL);
      case LinkChange.DeleteNeighbour c ->
          "neigh delete " + Addresses.text(c.address()) + " dev " + c.link();
    };
  }

  private static String defaultRoute(Hop by) {
    return "%sroute replace default via %s dev %s"
        .formatted(
            Addresses.isV6(by.gateway()) ? "-6 " : "", Addresses.text(by.gateway()), by.link());
  }

  private static String subnetRoute(LinkChange.AddSubnetRoute change) {
    Cidr address = change.address();
    return address.isV6()
        ? "-6 route add %s dev %s proto kernel metric 256"
            .formatted(address.subnet(), change.link())
        : "route add %s dev %s proto kernel scope link src %s"
            .formatted(address.subnet(), change.link(), Addresses.text(address.address()));
  }

  private static String broadcast(Cidr address) {
    return address.isV6() ? "" : "broadcast " + Addresses.text(address.last()) + " ";
  }
}
