package dev.pontoon.testkit;

import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.rtnetlink.Route;
import java.net.InetAddress;

/** A neighbour of the host on a LAN. */
public record LanNode(Lan lan, Node node, InetAddress v4, InetAddress v6) {
  /** A client here. */
  public PeerClient client() {
    return node.client();
  }

  /** Leads a subnet by way of the host. */
  public void routeViaHost(Cidr subnet) {
    InetAddress gateway = subnet.isV6() ? lan.hostV6() : lan.hostV4();
    int link = node.rtnetlink().link("eth0").orElseThrow().index();
    node.rtnetlink().execute(Route.via(subnet, gateway, link).add());
  }
}
