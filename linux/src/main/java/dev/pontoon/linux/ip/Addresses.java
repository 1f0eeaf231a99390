package dev.pontoon.linux.ip;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** What java.net lacks for address literals: parsing without a resolver, order and arithmetic. */
public final class Addresses {
  private Addresses() {}

  /**
   * The address of a literal such as {@code 172.17.0.2} or {@code fd00::2}; in brackets too.
   *
   * @throws IllegalArgumentException if the text is no literal address
   */
  public static InetAddress parse(String literal) {
    return tryParse(literal)
        .orElseThrow(() -> new IllegalArgumentException("invalid IP address: " + literal));
  }

  /** The address of a literal, or empty if the text is none. */
  public static Optional<InetAddress> tryParse(String literal) {
    boolean bracketed = literal.startsWith("[") && literal.endsWith("]");
    String text = bracketed ? literal.substring(1, literal.length() - 1) : literal;
    boolean v6 = text.indexOf(':') >= 0;
    if (!v6 && text.chars().filter(c -> c == '.').count() != 3) {
      return Optional.empty(); // java.net would take "1" or "10.1" as an address
    }
    try {
      return Optional.of(v6 ? Inet6Address.ofLiteral(text) : Inet4Address.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The address of 4 or 16 bytes, never an IPv4 address for 16. */
  public static InetAddress of(byte[] bytes) {
    try {
      return bytes.length == 16
          ? Inet6Address.getByAddress(null, bytes, -1)
          : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address of " + bytes.length + " bytes", e);
    }
  }

  /** Whether an address is of IPv6. */
  public static boolean isV6(InetAddress address) {
    return address instanceof Inet6Address;
  }

  /** The address as text, IPv6 in its shortest form (RFC 5952). */
  public static String text(InetAddress address) {
    return address instanceof Inet6Address v6 ? Rfc5952.format(v6) : address.getHostAddress();
  }

  /** The address as an unsigned number. */
  public static BigInteger number(InetAddress address) {
    return new BigInteger(1, address.getAddress());
  }

  /**
   * The address so many after another, of the same family.
   *
   * @throws IllegalArgumentException beyond the end of the address space
   */
  public static InetAddress plus(InetAddress address, BigInteger offset) {
    byte[] sum = number(address).add(offset).toByteArray();
    byte[] result = new byte[address.getAddress().length];
    int skip = sum.length > result.length && sum[0] == 0 ? sum.length - result.length : 0;
    if (sum.length - skip > result.length || sum[0] < 0) {
      throw new IllegalArgumentException(text(address) + " plus " + offset + " is no address");
    }
    System.arraycopy(sum, skip, result, result.length - (sum.length - skip), sum.length - skip);
    return of(result);
  }
}
