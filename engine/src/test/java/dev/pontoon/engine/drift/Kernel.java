package dev.pontoon.engine.drift;

import dev.pontoon.engine.Samples;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.plan.Change;
import dev.pontoon.engine.plan.LinkChange;
import dev.pontoon.engine.plan.Place;
import dev.pontoon.engine.plan.Plan;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.ip.MacAddress;
import dev.pontoon.linux.rtnetlink.Address;
import dev.pontoon.linux.rtnetlink.BridgePort;
import dev.pontoon.linux.rtnetlink.Link;
import dev.pontoon.linux.rtnetlink.LinkKind;
import dev.pontoon.linux.rtnetlink.Neighbour;
import dev.pontoon.linux.rtnetlink.Route;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A host with one network and one container as they were made, to take things away from. */
final class Kernel {
  static final String MARK = "pontoon:e:";
  static final String BRIDGE = Samples.WEB.bridgeName();
  static final Endpoint ENDPOINT = Samples.ENDPOINT;
  static final String VETH = ENDPOINT.hostInterface();
  static final Place INSIDE = Place.at(Samples.CONTAINER.namespace());
  static final Cidr GATEWAY = Cidr.parse("172.18.0.1/16");
  static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:01");

  private static final InetAddress ADDRESS = ENDPOINT.ipv4().orElseThrow().address();

  static final Made NETWORK =
      new Made(
          "network web",
          Plan.of(
              new LinkChange.CreateBridge(BRIDGE, 1450, MAC),
              new LinkChange.MarkBridge(BRIDGE, MARK + "network:" + Samples.WEB.id()),
              new Change.SetSysctl(Place.HOST, "ipv4/ip_forward", "1"),
              new Change.SetSysctl(Place.HOST, "ipv4/conf/" + BRIDGE + "/route_localnet", "1"),
              new LinkChange.AddAddress(Place.HOST, BRIDGE, GATEWAY),
              new LinkChange.SetUp(Place.HOST, BRIDGE)));

  static final Made CONTAINER =
      new Made(
          "container c1",
          Plan.of(
              new Change.CreateNamespace(Samples.CONTAINER.namespace(), true),
              new LinkChange.CreateVeth(
                  VETH, BRIDGE, 1450, Samples.CONTAINER.namespace(), "eth0", ENDPOINT.mac()),
              new LinkChange.MarkPort(
                  VETH, MARK + "endpoint:" + ENDPOINT.id(), true, true, false, false),
              new LinkChange.SetUp(Place.HOST, VETH),
              new LinkChange.AddNeighbour(Place.HOST, BRIDGE, ADDRESS, ENDPOINT.mac()),
              new LinkChange.AddAddress(INSIDE, "eth0", ENDPOINT.ipv4().orElseThrow()),
              new LinkChange.SetUp(INSIDE, "eth0"),
              new LinkChange.AddNeighbour(INSIDE, "eth0", GATEWAY.address(), MAC),
              new LinkChange.AddDefaultRoute(INSIDE, "eth0", Addresses.parse("172.18.0.1"))));

  final Map<String, Link> host = new HashMap<>();
  final Map<String, Link> inside = new HashMap<>();
  final List<Address> hostAddresses = new ArrayList<>();
  final List<Address> insideAddresses = new ArrayList<>();
  final List<Route> hostRoutes = new ArrayList<>();
  final List<Route> insideRoutes = new ArrayList<>();
  final List<Neighbour> hostNeighbours = new ArrayList<>();
  final List<Neighbour> insideNeighbours = new ArrayList<>();
  final Map<String, String> sysctls = new HashMap<>();

  Kernel() {
    BridgePort hairpin = BridgePort.UNCHANGED.with(BridgePort.Option.HAIRPIN, 1);
    host.put(BRIDGE, link(2, BRIDGE, "bridge", MARK + "network:" + Samples.WEB.id(), 0, MAC));
    host.put(
        VETH,
        with(
            link(3, VETH, "veth", MARK + "endpoint:" + ENDPOINT.id(), 2, MAC),
            Optional.of(hairpin),
            1));
    inside.put("eth0", link(7, "eth0", "veth", "", 0, ENDPOINT.mac()));
    hostAddresses.add(Address.of(2, GATEWAY));
    insideAddresses.add(Address.of(7, ENDPOINT.ipv4().orElseThrow()));
    hostRoutes.add(Route.direct(GATEWAY, 2));
    insideRoutes.add(Route.direct(GATEWAY, 7));
    insideRoutes.add(Route.defaultVia(Addresses.parse("172.18.0.1"), 7));
    hostNeighbours.add(told(2, ADDRESS, ENDPOINT.mac()));
    insideNeighbours.add(told(7, GATEWAY.address(), MAC));
    sysctls.put("ipv4/ip_forward", "1");
    sysctls.put("ipv4/conf/" + BRIDGE + "/route_localnet", "1");
  }

  static Link link(int index, String name, String kind, String alias, int master, MacAddress mac) {
    LinkKind of = new LinkKind.Other(kind);
    return new Link(
        index,
        name,
        Link.IFF_UP,
        Optional.of(mac),
        1450,
        master,
        0,
        -1,
        Link.OPER_UP,
        alias,
        Optional.of(of),
        Optional.empty());
  }

  private static Link with(Link l, Optional<BridgePort> port, int namespace) {
    return new Link(
        l.index(),
        l.name(),
        l.flags(),
        l.mac(),
        l.mtu(),
        l.master(),
        0,
        namespace,
        l.operState(),
        l.alias(),
        l.kind(),
        port);
  }

  static Link down(Link l) {
    return new Link(
        l.index(),
        l.name(),
        0,
        l.mac(),
        l.mtu(),
        l.master(),
        0,
        l.peerNamespace(),
        2,
        l.alias(),
        l.kind(),
        l.port());
  }

  static Link master(Link l, int master) {
    return new Link(
        l.index(),
        l.name(),
        l.flags(),
        l.mac(),
        l.mtu(),
        master,
        0,
        l.peerNamespace(),
        l.operState(),
        l.alias(),
        l.kind(),
        Optional.empty());
  }

  static Neighbour told(int link, InetAddress address, MacAddress mac) {
    return Neighbour.permanent(link, address, mac).by(LinkChange.AddNeighbour.PROTOCOL);
  }

  void change(Map<String, Link> links, String name, UnaryOperator<Link> change) {
    links.computeIfPresent(name, (_, link) -> change.apply(link));
  }

  Snapshot snapshot() {
    return new Snapshot(
        Map.of(
            Place.HOST,
            Seen.of(host.values(), hostAddresses, hostRoutes, hostNeighbours, sysctls),
            INSIDE,
            Seen.of(inside.values(), insideAddresses, insideRoutes, insideNeighbours, Map.of())));
  }

  List<Difference> differences() {
    List<Difference> all = new ArrayList<>(Comparison.of(NETWORK, snapshot()));
    all.addAll(Comparison.of(CONTAINER, snapshot()));
    return all;
  }

  /** The steps that put it right. */
  List<String> repairs() {
    return differences().stream()
        .flatMap(difference -> difference.repair().changes().stream())
        .map(Change::step)
        .toList();
  }
}
