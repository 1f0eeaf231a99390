package dev.pontoon.engine.ipam;

import dev.pontoon.engine.AddressPool;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds subnets that nothing uses yet. */
public final class FreeSubnets {
  private FreeSubnets() {}

  /**
   * The first subnet of the pools that overlaps nothing in use.
   *
   * @param uses each is asked; of the engine's own networks, of the host's routes and addresses
   */
  public static Optional<Cidr> find(List<AddressPool> pools, List<Occupied> uses) {
    return pools.stream()
        .filter(pool -> !pool.base().isV6())
        .flatMap(pool -> inPool(pool, uses).stream())
        .findFirst();
  }

  /** What keeps each pool from having a free subnet, for an error: {@code a; b; c}. */
  public static String obstacles(List<AddressPool> pools, List<Occupied> uses) {
    Stream<Occupied.Use> inTheWay =
        pools.stream()
            .flatMap(pool -> uses.stream().flatMap(use -> use.overlap(pool.base()).stream()));
    return inTheWay.map(Occupied.Use::by).distinct().limit(5).collect(Collectors.joining("; "));
  }

  private static Optional<Cidr> inPool(AddressPool pool, List<Occupied> uses) {
    Cidr candidate = new Cidr(pool.base().first(), pool.size());
    while (pool.base().contains(candidate)) {
      Cidr wanted = candidate;
      Optional<Occupied.Use> inTheWay =
          uses.stream().flatMap(use -> use.overlap(wanted).stream()).findFirst();
      if (inTheWay.isEmpty()) {
        return Optional.of(wanted);
      }
      Optional<Cidr> next = after(wanted, inTheWay.get().subnet());
      if (next.isEmpty()) {
        return Optional.empty();
      }
      candidate = next.get();
    }
    return Optional.empty();
  }

  /** The next subnet of the same size that starts after both; empty at the end of the space. */
  private static Optional<Cidr> after(Cidr candidate, Cidr obstacle) {
    InetAddress end =
        Addresses.number(obstacle.last()).compareTo(Addresses.number(candidate.last())) > 0
            ? new Cidr(obstacle.last(), candidate.length()).last()
            : candidate.last();
    try {
      return Optional.of(new Cidr(Addresses.plus(end, BigInteger.ONE), candidate.length()));
    } catch (IllegalArgumentException endOfSpace) {
      return Optional.empty();
    }
  }
}
