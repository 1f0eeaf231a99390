package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.ip.MacAddress;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.MalformedMessageException;
import java.net.InetAddress;
import java.util.Optional;

/** Addresses as messages carry them. */
final class Wire {
  private static final int MAC_BYTES = 6;

  private Wire() {}

  static Bytes bytes(InetAddress address) {
    return Bytes.of(address.getAddress());
  }

  static Bytes bytes(MacAddress mac) {
    return Bytes.of(mac.toBytes());
  }

  static int family(InetAddress address) {
    return Addresses.isV6(address) ? Rtm.AF_INET6 : Rtm.AF_INET;
  }

  static boolean isIp(int family) {
    return family == Rtm.AF_INET || family == Rtm.AF_INET6;
  }

  static InetAddress address(Bytes bytes) {
    if (bytes.length() != 4 && bytes.length() != 16) {
      throw new MalformedMessageException("an address of " + bytes.length() + " bytes");
    }
    return Addresses.of(bytes.toArray());
  }

  static Cidr cidr(InetAddress address, int length) {
    if (length > 8 * address.getAddress().length) {
      throw new MalformedMessageException("a prefix of " + length + " bits");
    }
    return new Cidr(address, length);
  }

  /** Empty for a hardware address of another kind than Ethernet's, such as a tunnel's. */
  static Optional<MacAddress> mac(Optional<Bytes> bytes) {
    return bytes.filter(b -> b.length() == MAC_BYTES).map(b -> MacAddress.of(b.toArray()));
  }
}
