package dev.pontoon.security;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.MacAddress;
import java.net.InetAddress;

/** Who a frame can be from or for. */
record Party(MacAddress mac, InetAddress v4, InetAddress v6) {
  static final Party ALL =
      new Party(
          MacAddress.parse("ff:ff:ff:ff:ff:ff"),
          Addresses.parse("255.255.255.255"),
          Addresses.parse("ff02::1"));

  /** The same at another IPv4 address. */
  Party at(InetAddress other) {
    return new Party(mac, other, v6);
  }

  /** The same with another's hardware address. */
  Party behind(Party other) {
    return new Party(other.mac, v4, v6);
  }
}
