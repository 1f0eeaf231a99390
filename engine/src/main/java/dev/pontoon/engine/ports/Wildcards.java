package dev.pontoon.engine.ports;

import dev.pontoon.linux.ip.Addresses;
import java.net.InetAddress;

/** The addresses that stand for every address of a family. */
final class Wildcards {
  static final InetAddress V4 = Addresses.parse("0.0.0.0");
  static final InetAddress V6 = Addresses.parse("::");

  private Wildcards() {}

  /** That of an address's family. */
  static InetAddress of(InetAddress address) {
    return Addresses.isV6(address) ? V6 : V4;
  }
}
