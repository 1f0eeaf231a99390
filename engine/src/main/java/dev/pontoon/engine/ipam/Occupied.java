package dev.pontoon.engine.ipam;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Subnets in use, none overlapping another, each with what uses it; a persistent value. Looking for
 * an overlap costs O(log n).
 *
 * @param v4 by first address
 * @param v6 by first address
 */
public record Occupied(TreePMap<BigInteger, Use> v4, TreePMap<BigInteger, Use> v6) {
  public static final Occupied NOTHING = new Occupied(TreePMap.empty(), TreePMap.empty());

  /**
   * A subnet and what uses it.
   *
   * @param by for people: {@code network web}, {@code route 10.0.0.0/8 dev tun0}
   */
  public record Use(Cidr subnet, String by) {}

  /** With one subnet more; one inside another that is there is left out. */
  public Occupied plus(Cidr subnet, String by) {
    Occupied rest = this;
    for (Optional<Use> other = overlap(subnet); other.isPresent(); other = rest.overlap(subnet)) {
      if (other.get().subnet().contains(subnet)) {
        return rest;
      }
      rest = rest.minus(other.get().subnet());
    }
    return rest.with(subnet, rest.of(subnet).plus(key(subnet), new Use(subnet.subnet(), by)));
  }

  /** Without a subnet. */
  public Occupied minus(Cidr subnet) {
    return with(subnet, of(subnet).minus(key(subnet)));
  }

  /** A subnet in use that shares an address with the given one. */
  public Optional<Use> overlap(Cidr subnet) {
    Map.@Nullable Entry<BigInteger, Use> below =
        of(subnet).floorEntry(Addresses.number(subnet.last()));
    return below != null && below.getValue().subnet().overlaps(subnet)
        ? Optional.of(below.getValue())
        : Optional.empty();
  }

  private TreePMap<BigInteger, Use> of(Cidr subnet) {
    return subnet.isV6() ? v6 : v4;
  }

  private Occupied with(Cidr subnet, TreePMap<BigInteger, Use> uses) {
    return subnet.isV6() ? new Occupied(v4, uses) : new Occupied(uses, v6);
  }

  private static BigInteger key(Cidr subnet) {
    return Addresses.number(subnet.first());
  }
}
