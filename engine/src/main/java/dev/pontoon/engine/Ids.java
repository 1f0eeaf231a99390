package dev.pontoon.engine;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Names that nothing else has: ids of 64 hexadecimal digits, and parts of them. */
final class Ids {
  private static final int ID_BYTES = 32;
  private static final int SHORT = 12; // as Docker shows ids
  private static final int VETH = 7; // with its prefix as long as Docker's

  private Ids() {}

  static String random(RandomGenerator random) {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  static String bridge(String networkId) {
    return "br-" + networkId.substring(0, SHORT);
  }

  static String veth(RandomGenerator random) {
    return "veth" + HexFormat.of().toHexDigits(random.nextLong()).substring(0, VETH);
  }
}
