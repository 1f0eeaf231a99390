package dev.pontoon.engine.plan;

import dev.pontoon.engine.plan.LinkChange.Hop;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.netlink.Acknowledgement;
import dev.pontoon.linux.netlink.Request;
import dev.pontoon.linux.rtnetlink.Address;
import dev.pontoon.linux.rtnetlink.Bridge;
import dev.pontoon.linux.rtnetlink.BridgePort;
import dev.pontoon.linux.rtnetlink.LinkSettings;
import dev.pontoon.linux.rtnetlink.Links;
import dev.pontoon.linux.rtnetlink.Neighbour;
import dev.pontoon.linux.rtnetlink.Route;
import dev.pontoon.linux.rtnetlink.Veth;
import dev.pontoon.linux.sys.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Link changes of one namespace that go to the kernel in one send. */
final class Batch {
  private static final int POINT_TO_POINT = 31; // RFC 3021: no broadcast address

  private static final long KERNEL_METRIC6 = 256; // IP6_RT_PRIO_ADDRCONF
  private static final int NO_LINK = Integer.MAX_VALUE; // an index that none has

  /** Every 01:80:C2:00:00:0X but 01, which the bridge drops and lets nobody choose. */
  static final int ALL_BUT_PAUSE = 0xfffd;

  /**
   * With snooping the kernel sets timers for every port of the bridge each time one comes up
   * (br_port_state_selection), and it narrows nothing where no querier is.
   */
  private static final Bridge FLOODING = Bridge.PLAIN.with(Bridge.Option.MULTICAST_SNOOPING, 0);

  private final Corner corner;
  private final Function<Place, Corner> corners;
  private final List<Change.OfLink> changes = new ArrayList<>();
  private final List<Request> requests = new ArrayList<>();

  /**
   * An empty batch.
   *
   * @param corner where it is sent
   * @param corners finds others, for links that reach into them
   */
  Batch(Corner corner, Function<Place, Corner> corners) {
    this.corner = corner;
    this.corners = corners;
  }

  /** Whether a change needs an answer of the kernel first, which those before it may change. */
  boolean mustWait(Change.OfLink change) {
    return !changes.isEmpty()
        && switch (change) {
          case LinkChange.CreateVeth c -> !corner.knows(c.bridge());
          case LinkChange.Join c -> !corner.knows(c.bridge());
          case LinkChange.AddAddress c -> !corner.knows(c.link());
          case LinkChange.AddSubnetRoute c -> !corner.knows(c.link());
          case LinkChange.AddDefaultRoute c -> !corner.knows(c.link());
          case LinkChange.MoveDefaultRoute c -> !corner.knows(c.to().link());
          case LinkChange.AddNeighbour c -> !corner.knows(c.link());
          case LinkChange.DeleteNeighbour c -> !corner.knows(c.link());
          case LinkChange.CreateBridge _,
              LinkChange.MarkBridge _,
              LinkChange.MarkPort _,
              LinkChange.SetUp _ ->
              false;
        };
  }

  void add(Change.OfLink change) {
    requests.add(request(change));
    changes.add(change);
  }

  /** Sends what was added, and tells what came of each. */
  void send(Consumer<Change> made, Consumer<RuntimeException> failed) {
    if (changes.isEmpty()) {
      return;
    }
    List<Acknowledgement> answers = corner.links().submit(requests);
    for (int i = 0; i < answers.size(); i++) {
      Acknowledgement answer = answers.get(i);
      if (answer.succeeded() || isGoneAlready(changes.get(i), answer)) {
        made.accept(changes.get(i));
      } else {
        failed.accept(answer.toException(changes.get(i).step()));
      }
    }
  }

  private static boolean isGoneAlready(Change.OfLink change, Acknowledgement answer) {
    return change instanceof LinkChange.DeleteNeighbour
        && (answer.error() == Errno.ENOENT || answer.error() == Errno.ENODEV);
  }

  private Request request(Change.OfLink change) {
    return switch (change) {
      case LinkChange.CreateBridge c ->
          Links.create(c.name(), FLOODING, LinkSettings.NONE.mac(c.mac()).mtu(c.mtu()));
      case LinkChange.CreateVeth c -> veth(c);
      case LinkChange.MarkBridge c ->
          Links.set(corner.reference(c.link()), LinkSettings.NONE.alias(c.alias()));
      case LinkChange.MarkPort c -> mark(c);
      case LinkChange.Join c ->
          Links.set(
              corner.reference(c.link()), LinkSettings.NONE.master(corner.indexOf(c.bridge())));
      case LinkChange.SetUp c -> Links.set(corner.reference(c.link()), LinkSettings.NONE.up());
      case LinkChange.AddAddress c -> address(corner.indexOf(c.link()), c.address()).add();
      case LinkChange.AddSubnetRoute c -> subnetRoute(corner.indexOf(c.link()), c.address()).add();
      case LinkChange.AddDefaultRoute c -> defaultRoute(new Hop(c.link(), c.gateway()));
      case LinkChange.MoveDefaultRoute c -> defaultRoute(c.to());
      case LinkChange.AddNeighbour c ->
          Neighbour.permanent(corner.indexOf(c.link()), c.address(), c.mac())
              .by(LinkChange.AddNeighbour.PROTOCOL)
              .replace();
      case LinkChange.DeleteNeighbour c ->
          Neighbour.at(corner.find(c.link()).orElse(NO_LINK), c.address()).delete();
    };
  }

  private Request defaultRoute(Hop by) {
    return Route.defaultVia(by.gateway(), corner.indexOf(by.link())).replace();
  }

  private Request veth(LinkChange.CreateVeth change) {
    Corner sandbox = corners.apply(Place.at(change.namespace()));
    LinkSettings inside =
        LinkSettings.NONE.mac(change.mac()).mtu(change.mtu()).namespace(sandbox.namespace().fd());
    int bridge = corner.indexOf(change.bridge());
    return Links.create(
        change.name(),
        new Veth(change.peer(), 0, inside),
        LinkSettings.NONE.mtu(change.mtu()).master(bridge));
  }

  private Request mark(LinkChange.MarkPort change) {
    LinkSettings alias = LinkSettings.NONE.alias(change.alias());
    LinkSettings settings = change.quiet() ? alias.noLinkLocal() : alias;
    BridgePort port = BridgePort.UNCHANGED;
    port = change.hairpin() ? port.with(BridgePort.Option.HAIRPIN, 1) : port;
    port = change.isolated() ? port.with(BridgePort.Option.ISOLATED, 1) : port;
    port = change.guarded() ? port.with(BridgePort.Option.GROUP_FORWARD_MASK, ALL_BUT_PAUSE) : port;
    return port.equals(BridgePort.UNCHANGED)
        ? Links.set(corner.reference(change.link()), settings)
        : Links.set(corner.reference(change.link()), settings, port);
  }

  /** As the kernel makes it (fib_add_ifaddr, addrconf_prefix_route). */
  private static Route subnetRoute(int link, Cidr address) {
    Route direct = Route.direct(address, link).withProtocol(Route.PROTOCOL_KERNEL);
    return address.isV6()
        ? direct.withMetric(KERNEL_METRIC6)
        : direct.withSource(address.address());
  }

  private static Address address(int link, Cidr address) {
    Address plain = Address.of(link, address);
    return address.isV6() || address.length() >= POINT_TO_POINT ? plain : plain.withBroadcast();
  }
}
