package dev.pontoon.engine.model;

import java.net.InetAddress;

/**
 * Published ports, as they are: successive host ports to as many of a container's ports. A request
 * without a host address becomes two of these, for 0.0.0.0 and for ::.
 *
 * @param hostAddress 0.0.0.0 or :: for every address of the family
 * @param containerAddress of the other family than {@code hostAddress} where a relay has to serve
 *     it, since the kernel does not translate between families
 * @param networkId the network of {@code containerAddress}
 */
public record PortMapping(
    Protocol protocol,
    InetAddress hostAddress,
    int hostFirst,
    InetAddress containerAddress,
    int containerFirst,
    int count,
    String networkId) {
  /** Whether host and container ports are the same numbers. */
  public boolean oneToOne() {
    return hostFirst == containerFirst;
  }

  /** Whether the kernel can't translate this alone: IPv6 outside, IPv4 inside. */
  public boolean crossesFamilies() {
    return hostAddress.getClass() != containerAddress.getClass();
  }

  /** The last host port. */
  public int hostLast() {
    return hostFirst + count - 1;
  }
}
