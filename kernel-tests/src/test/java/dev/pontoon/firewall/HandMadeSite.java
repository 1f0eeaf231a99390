package dev.pontoon.firewall;

import dev.pontoon.engine.FirewallBackend;
import dev.pontoon.engine.firewall.Firewall;
import dev.pontoon.engine.firewall.FirewallChange;
import dev.pontoon.engine.firewall.NetworkRules;
import dev.pontoon.engine.firewall.PortRules;
import dev.pontoon.engine.firewall.iptables.IptablesFirewall;
import dev.pontoon.engine.firewall.nftables.NftablesFirewall;
import dev.pontoon.engine.firewall.none.NoFirewall;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.PortSpec;
import dev.pontoon.engine.ports.HostPorts;
import dev.pontoon.engine.ports.PublishTarget;
import dev.pontoon.engine.relay.Relay;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.netns.Sysctl;
import dev.pontoon.linux.rtnetlink.Address;
import dev.pontoon.linux.rtnetlink.Bridge;
import dev.pontoon.linux.rtnetlink.BridgePort;
import dev.pontoon.linux.rtnetlink.LinkRef;
import dev.pontoon.linux.rtnetlink.LinkSettings;
import dev.pontoon.linux.rtnetlink.Links;
import dev.pontoon.linux.rtnetlink.Route;
import dev.pontoon.linux.rtnetlink.Rtnetlink;
import dev.pontoon.linux.rtnetlink.Veth;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A site of bridges and veths as an engine would make them, around a firewall backend alone. */
final class HandMadeSite implements Site {
  private static final Cidr NO_V6 = Cidr.parse("::/0");

  /** Without a link-local address, Linux can't ask for the neighbour of a packet it forwards. */
  private static final Cidr ROUTERS_OWN = Cidr.parse("fe80::1/64");

  private final HostNetwork host;
  private final Shape shape;
  private final Firewall firewall;
  private final Relay relay;
  private final HostPorts ports;
  private final List<PortMapping> published = new ArrayList<>();
  private final Container web;
  private final Container neighbour;
  private final Container other;
  private final Container inside;
  private final Container insideToo;
  private int veths;

  HandMadeSite(HostNetwork host, FirewallBackend backend, Shape shape) {
    this.host = host;
    this.shape = shape;
    boolean none = backend == FirewallBackend.NONE;
    this.relay = none ? Relay.listening(host.namespace()) : Relay.redirected(host.namespace(), 0);
    this.firewall = firewall(backend);
    this.ports = HostPorts.open(host.namespace(), none ? 0 : HostPorts.DEFAULT_LIMIT);
    forward();
    firewall.reset(List.of(), List.of());
    bridge("docker0", 17);
    bridge("br-other", 18);
    bridge("br-inside", 19);
    firewall.apply(
        List.of(
            network("docker0", 17, shape.masquerade(), shape.interContainer(), false),
            network("br-other", 18, true, true, false),
            network("br-inside", 19, true, true, true)));
    web = container("web", "docker0", 17, 2);
    neighbour = container("neighbour", "docker0", 17, 3);
    other = container("other", "br-other", 18, 2);
    inside = container("inside", "br-inside", 19, 2);
    insideToo = container("insideToo", "br-inside", 19, 3);
  }

  private Firewall firewall(FirewallBackend backend) {
    return switch (backend) {
      case NFTABLES -> new NftablesFirewall(host.namespace(), relay.port());
      case IPTABLES -> new IptablesFirewall(host.namespace(), relay.port());
      case NONE -> new NoFirewall(host.namespace(), 0);
    };
  }

  private void forward() {
    host.call(() -> {
      Sysctl.set("ipv4/ip_forward", "1");
      Sysctl.set("ipv6/conf/all/forwarding", "1");
      return 0;
    });
  }

  private static Cidr v4(int network, int number) {
    return Cidr.parse("172.%d.0.%d/16".formatted(network, number));
  }

  private Cidr v6(int network, int number) {
    return shape.ipv6() ? Cidr.parse("fd00:%d::%d/64".formatted(network, number)) : NO_V6;
  }

  private FirewallChange network(
      String bridge, int number, boolean masquerade, boolean interContainer, boolean internal) {
    List<Cidr> subnets = new ArrayList<>(List.of(v4(number, 0).subnet()));
    if (shape.ipv6()) {
      subnets.add(v6(number, 0).subnet());
    }
    return new FirewallChange.AddNetwork(
        new NetworkRules(
            "id" + number, bridge, bridge, subnets, masquerade, interContainer, internal));
  }

  private void bridge(String name, int number) {
    Rtnetlink links = host.rtnetlink();
    links.execute(Links.create(name, Bridge.PLAIN, LinkSettings.NONE));
    int index = links.link(name).orElseThrow().index();
    links.execute(Links.set(LinkRef.of(index), LinkSettings.NONE.noLinkLocal()));
    links.execute(Links.set(LinkRef.of(index), LinkSettings.NONE.up()));
    links.execute(Address.of(index, v4(number, 1)).withBroadcast().add());
    if (shape.ipv6()) {
      links.execute(Address.of(index, v6(number, 1)).add());
      links.execute(Address.of(index, ROUTERS_OWN).add());
    }
    host.call(() -> {
      Sysctl.set("ipv4/conf/" + name + "/route_localnet", "1");
      return 0;
    });
  }

  private Container container(String name, String bridge, int network, int number) {
    Node node = host.node(name);
    veths++;
    int master = host.rtnetlink().link(bridge).orElseThrow().index();
    LinkSettings end = LinkSettings.NONE.namespace(node.namespace().fd());
    host.rtnetlink()
        .execute(
            Links.create(
                "veth" + veths, new Veth("eth0", 0, end), LinkSettings.NONE.master(master).up()));
    int port = host.rtnetlink().link("veth" + veths).orElseThrow().index();
    boolean isolated =
        !shape.interContainer() && bridge.equals("docker0") && !bridgedFramesMeetTheFirewall();
    host.rtnetlink()
        .execute(
            Links.setPort(
                port,
                BridgePort.UNCHANGED
                    .with(BridgePort.Option.HAIRPIN, 1)
                    .with(BridgePort.Option.ISOLATED, isolated ? 1 : 0)));
    Container container =
        new Container(
            node,
            v4(network, number),
            v6(network, number),
            v4(network, 1).address(),
            v6(network, 1).address());
    configure(container);
    return container;
  }

  /** Where they do, the firewall's rules suffice, and isolation would bar published ports too. */
  private boolean bridgedFramesMeetTheFirewall() {
    String name = "bridge/bridge-nf-call-iptables";
    return host.call(() -> Sysctl.exists(name) && Sysctl.get(name).equals("1"));
  }

  private static void configure(Container container) {
    Rtnetlink inside = container.node().rtnetlink();
    int eth0 = inside.link("eth0").orElseThrow().index();
    inside.execute(Links.set(LinkRef.of(eth0), LinkSettings.NONE.noLinkLocal()));
    inside.execute(Links.set(LinkRef.of(eth0), LinkSettings.NONE.up()));
    inside.execute(Address.of(eth0, container.v4()).withBroadcast().add());
    inside.execute(Route.defaultVia(container.gateway4(), eth0).add());
    if (container.hasV6()) {
      inside.execute(Address.of(eth0, container.v6()).add());
      inside.execute(Route.defaultVia(container.gateway6(), eth0).add());
    }
  }

  @Override
  public Container web() {
    return web;
  }

  @Override
  public Container neighbour() {
    return neighbour;
  }

  @Override
  public Container other() {
    return other;
  }

  @Override
  public Container inside() {
    return inside;
  }

  @Override
  public Container insideToo() {
    return insideToo;
  }

  @Override
  public void publish(PortSpec... specs) {
    PublishTarget target =
        new PublishTarget(
            "web",
            "web",
            "id17",
            Optional.of(web.v4().address()),
            Optional.of(web.v6().address()).filter(_ -> web.hasV6()),
            Optional.empty());
    List<PortMapping> mappings = ports.allocate(target, List.of(specs)).mappings();
    mappings.forEach(relay::serve);
    firewall.apply(
        mappings.stream().<FirewallChange>map(m -> new FirewallChange.Publish(rules(m))).toList());
    published.addAll(mappings);
  }

  @Override
  public void unpublish() {
    firewall.apply(
        published.stream()
            .<FirewallChange>map(m -> new FirewallChange.Unpublish(rules(m)))
            .toList());
    published.forEach(relay::stop);
    ports.release(published);
    published.clear();
  }

  private static PortRules rules(PortMapping mapping) {
    return new PortRules("web", "docker0", mapping);
  }

  /** The backend, for tests of its rules. */
  Firewall firewall() {
    return firewall;
  }

  /** The relay, for tests of it. */
  Relay relay() {
    return relay;
  }

  @Override
  public void close() {
    ports.close();
    relay.close();
    firewall.remove();
    firewall.close();
  }
}
