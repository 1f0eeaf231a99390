package dev.pontoon.linux.ip;

import java.math.BigInteger;
import java.net.InetAddress;

/**
 * An address with the length of its prefix: a subnet ({@code 172.17.0.0/16}) or an interface's
 * address ({@code 172.17.0.1/16}).
 *
 * @param length in bits, 0 to 32 or to 128
 */
public record Cidr(InetAddress address, int length) {
  public Cidr {
    if (length < 0 || length > 8 * address.getAddress().length) {
      throw new IllegalArgumentException(
          "invalid prefix length " + length + " for " + Addresses.text(address));
    }
  }

  /**
   * Parses {@code address/length}.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    try {
      return new Cidr(
          Addresses.parse(text.substring(0, Math.max(slash, 0))),
          Integer.parseUnsignedInt(text.substring(slash + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("invalid CIDR address: " + text, e);
    }
  }

  /** The subnet: the address with all bits after the prefix cleared. */
  public Cidr subnet() {
    BigInteger hostMask = size().subtract(BigInteger.ONE);
    BigInteger low = Addresses.number(address).and(hostMask);
    return new Cidr(Addresses.plus(address, low.negate()), length);
  }

  /** The subnet's first address. */
  public InetAddress first() {
    return subnet().address();
  }

  /** The subnet's last address; of an IPv4 subnet the broadcast address. */
  public InetAddress last() {
    return Addresses.plus(first(), size().subtract(BigInteger.ONE));
  }

  /** How many addresses the subnet has. */
  public BigInteger size() {
    return BigInteger.ONE.shiftLeft(8 * address.getAddress().length - length);
  }

  /** Whether the subnet has an address. */
  public boolean contains(InetAddress other) {
    return sameFamily(other)
        && Addresses.number(other).subtract(Addresses.number(first())).signum() >= 0
        && Addresses.number(other).compareTo(Addresses.number(last())) <= 0;
  }

  /** Whether another subnet lies wholly in this one. */
  public boolean contains(Cidr other) {
    return contains(other.first()) && contains(other.last());
  }

  /** Whether two subnets share an address. */
  public boolean overlaps(Cidr other) {
    return contains(other.first()) || other.contains(first());
  }

  /** Whether this is of IPv6. */
  public boolean isV6() {
    return Addresses.isV6(address);
  }

  private boolean sameFamily(InetAddress other) {
    return Addresses.isV6(other) == isV6();
  }

  @Override
  public String toString() {
    return Addresses.text(address) + "/" + length;
  }
}
