package dev.pontoon.linux.nftables;

import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.netlink.Bytes;

/**
 * A field of an element's key: one value, or all from one to another.
 *
 * @param to included
 */
public record Interval(Bytes from, Bytes to) {
  /** One value. */
  public static Interval of(Bytes value) {
    return new Interval(value, value);
  }

  /** All addresses of a subnet. */
  public static Interval of(Cidr subnet) {
    return new Interval(Values.address(subnet.first()), Values.address(subnet.last()));
  }

  /** Whether it is one value. */
  public boolean single() {
    return from.equals(to);
  }
}
