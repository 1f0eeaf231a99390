package dev.pontoon.linux.conntrack;

import java.net.InetAddress;

/**
 * One direction of a connection.
 *
 * @param protocol the IANA number in the IP header
 */
public record Tuple(InetAddress source, InetAddress destination, int protocol, Layer4 layer4) {
  /** One of a protocol with ports. */
  public static Tuple of(
      int protocol, InetAddress source, int sourcePort, InetAddress destination, int port) {
    return new Tuple(source, destination, protocol, new Layer4.Ports(sourcePort, port));
  }

  /** The source port, 0 if the protocol has none. */
  public int sourcePort() {
    return layer4 instanceof Layer4.Ports(int source, _) ? source : 0;
  }

  /** The destination port, 0 if the protocol has none. */
  public int destinationPort() {
    return layer4 instanceof Layer4.Ports(_, int destination) ? destination : 0;
  }
}
