package dev.pontoon.cli.parse;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Locale;

/** IP and MAC addresses and CIDR prefixes. Literals only: nothing here asks a resolver. */
public final class Addresses {
  private Addresses() {}

  static boolean isIp(String text) {
    try {
      InetAddress.ofLiteral(text);
      // ofLiteral also takes 1.2 and 1.2.3 (inet_aton), and a scope
      return !text.contains("%")
          && (text.contains(":") || text.matches("(\\d{1,3}\\.){3}\\d{1,3}"));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The address as it is, or an error that names the flag. */
  public static String ip(String text, String flag) {
    if (!isIp(text)) {
      throw new IllegalArgumentException(
          "invalid argument \""
              + text
              + "\" for \""
              + flag
              + "\" flag: "
              + text
              + " is not an ip address");
    }
    return text;
  }

  /** The MAC address in lower case with colons. */
  public static String mac(String text) {
    String plain = text.toLowerCase(Locale.ROOT).replace('-', ':');
    if (!plain.matches("([0-9a-f]{2}:){5}[0-9a-f]{2}")) {
      throw new IllegalArgumentException(text + " is not a valid mac address");
    }
    return HexFormat.ofDelimiter(":").formatHex(HexFormat.ofDelimiter(":").parseHex(plain));
  }

  /** Whether an address, or the first address of a prefix, lies in a prefix. */
  public static boolean contains(String prefix, String address) {
    byte[] net = bytes(before(prefix));
    byte[] ip = bytes(before(address));
    int bits = length(prefix, net.length * 8);
    if (net.length != ip.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((net[bit / 8] & mask) != (ip[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static String before(String cidr) {
    int slash = cidr.indexOf('/');
    return slash < 0 ? cidr : cidr.substring(0, slash);
  }

  private static int length(String prefix, int most) {
    String text = prefix.substring(prefix.indexOf('/') + 1);
    if (!prefix.contains("/") || !text.matches("\\d{1,3}") || Integer.parseInt(text) > most) {
      throw new IllegalArgumentException("invalid CIDR address: " + prefix);
    }
    return Integer.parseInt(text);
  }

  private static byte[] bytes(String ip) {
    if (!isIp(ip)) {
      throw new IllegalArgumentException("invalid CIDR address: " + ip);
    }
    return InetAddress.ofLiteral(ip).getAddress();
  }
}
