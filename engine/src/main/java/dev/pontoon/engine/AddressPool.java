package dev.pontoon.engine;

import dev.pontoon.linux.ip.Cidr;
import java.util.List;

/**
 * Addresses that networks without a subnet of their own are cut from.
 *
 * @param size the prefix length of each network's subnet
 */
public record AddressPool(Cidr base, int size) {
  /**
   * Docker's default pools, 172.17.0.0/16 to 172.31.0.0/16 and 192.168.0.0/16 by /20; and since
   * those are 31 networks only, 1,024 more of /24.
   */
  public static final List<AddressPool> DEFAULT =
      List.of(
          pool("172.17.0.0/16", 16),
          pool("172.18.0.0/16", 16),
          pool("172.19.0.0/16", 16),
          pool("172.20.0.0/14", 16),
          pool("172.24.0.0/14", 16),
          pool("172.28.0.0/14", 16),
          pool("192.168.0.0/16", 20),
          pool("10.200.0.0/14", 24));

  private static AddressPool pool(String base, int size) {
    return new AddressPool(Cidr.parse(base), size);
  }
}
