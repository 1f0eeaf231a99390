package dev.pontoon.testkit;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.rtnetlink.Address;
import dev.pontoon.linux.rtnetlink.Bridge;
import dev.pontoon.linux.rtnetlink.LinkRef;
import dev.pontoon.linux.rtnetlink.LinkSettings;
import dev.pontoon.linux.rtnetlink.Links;
import dev.pontoon.linux.rtnetlink.Rtnetlink;
import dev.pontoon.linux.rtnetlink.Veth;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;

/** A LAN: a switch in a namespace of its own, with the host and its neighbours plugged in. */
public final class Lan implements AutoCloseable {
  private static final String SWITCH = "switch";

  /** Given by hand, since a router needs one at once, and the kernel's own takes a second. */
  private static final Cidr LINK_LOCAL = Cidr.parse("fe80::/64");

  private final HostNetwork host;
  private final String hostLink;
  private final Cidr v4;
  private final Cidr v6;
  private final NetworkNamespace middle = NetworkNamespace.createUnnamed();
  private final Rtnetlink rtnetlink = Rtnetlink.open(middle);
  private int plugged;

  Lan(HostNetwork host, String hostLink, Cidr v4, Cidr v6) {
    this.host = host;
    this.hostLink = hostLink;
    this.v4 = v4;
    this.v6 = v6;
    Bridge bridge = Bridge.PLAIN.with(Bridge.Option.MULTICAST_SNOOPING, 0);
    rtnetlink.execute(Links.create(SWITCH, bridge, LinkSettings.NONE.up()));
    plug(host, hostLink);
  }

  /** The host's link here. */
  public String hostLink() {
    return hostLink;
  }

  /** The host's IPv4 address here. */
  public InetAddress hostV4() {
    return nth(v4, 1).address();
  }

  /** The host's IPv6 address here. */
  public InetAddress hostV6() {
    return nth(v6, 1).address();
  }

  /** Adds a neighbour with the next address of each subnet. */
  public LanNode join(String name) {
    int number = plugged + 1;
    Node node = host.node(name);
    plug(node, "eth0");
    return new LanNode(this, node, nth(v4, number).address(), nth(v6, number).address());
  }

  private void plug(Node node, String linkName) {
    plugged++;
    int index = rtnetlink.link(SWITCH).orElseThrow().index();
    LinkSettings port = LinkSettings.NONE.master(index).up();
    LinkSettings end = LinkSettings.NONE.namespace(node.namespace().fd());
    rtnetlink.execute(Links.create("port" + plugged, new Veth(linkName, 0, end), port));
    int link = node.rtnetlink().link(linkName).orElseThrow().index();
    node.rtnetlink()
        .executeAll(
            List.of(
                Links.set(LinkRef.of(link), LinkSettings.NONE.noLinkLocal()),
                Links.set(LinkRef.of(link), LinkSettings.NONE.up()),
                Address.of(link, nth(v4, plugged)).withBroadcast().add(),
                Address.of(link, nth(v6, plugged)).add(),
                Address.of(link, nth(LINK_LOCAL, plugged)).add()));
  }

  private static Cidr nth(Cidr subnet, int number) {
    return new Cidr(Addresses.plus(subnet.address(), BigInteger.valueOf(number)), subnet.length());
  }

  /** Takes the switch away, and with it everybody's cable. */
  @Override
  public void close() {
    rtnetlink.execute(Links.delete(LinkRef.of(SWITCH)));
    rtnetlink.close();
    middle.close();
  }
}
