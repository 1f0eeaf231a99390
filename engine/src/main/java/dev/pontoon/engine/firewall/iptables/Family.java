package dev.pontoon.engine.firewall.iptables;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import java.net.InetAddress;

/** An address family, with the programs that keep its rules. */
enum Family {
  V4("iptables", "0.0.0.0/0", 32),
  V6("ip6tables", "::/0", 128);

  private final String program;
  private final String anywhere;
  private final int bits;

  Family(String program, String anywhere, int bits) {
    this.program = program;
    this.anywhere = anywhere;
    this.bits = bits;
  }

  static Family of(InetAddress address) {
    return Addresses.isV6(address) ? V6 : V4;
  }

  boolean has(Cidr subnet) {
    return of(subnet.address()) == this;
  }

  /** {@code iptables} or {@code ip6tables}. */
  String program() {
    return program;
  }

  /** The subnet of all addresses. */
  String anywhere() {
    return anywhere;
  }

  /** An address as a subnet of its own, as iptables-save prints it. */
  String host(InetAddress address) {
    return Addresses.text(address) + "/" + bits;
  }
}
