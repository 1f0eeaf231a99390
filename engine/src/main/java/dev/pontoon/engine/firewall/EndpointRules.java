package dev.pontoon.engine.firewall;

import dev.pontoon.linux.ip.MacAddress;
import java.net.InetAddress;
import java.util.List;

/**
 * What the firewall has to know of an endpoint that may send with its own addresses only.
 *
 * @param sandboxId whose endpoint it is
 * @param link the end of its veth pair that is a port of the bridge
 * @param ipv4 its addresses
 */
public record EndpointRules(
    String sandboxId, String link, MacAddress mac, List<InetAddress> ipv4, List<InetAddress> ipv6) {
  public EndpointRules {
    ipv4 = List.copyOf(ipv4);
    ipv6 = List.copyOf(ipv6);
  }
}
