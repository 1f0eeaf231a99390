package dev.pontoon.engine.ipam;

import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * A set of numbers, kept as disjoint intervals that do not touch, so that each operation costs
 * O(log n) in the number of intervals, whatever the size of the space.
 *
 * @param byFirst each interval's last number by its first
 */
record Intervals(TreePMap<BigInteger, BigInteger> byFirst) {
  static final Intervals EMPTY = new Intervals(TreePMap.empty());

  boolean contains(BigInteger number) {
    return lastOf(number) != null;
  }

  /** The smallest number from one on that is not in the set. */
  BigInteger firstMissing(BigInteger from) {
    BigInteger last = lastOf(from);
    return last == null ? from : last.add(BigInteger.ONE);
  }

  /** How many of the numbers from one to another, both included, are in the set. */
  BigInteger count(BigInteger from, BigInteger to) {
    return byFirst.headMap(to, true).entrySet().stream()
        .filter(interval -> interval.getValue().compareTo(from) >= 0)
        .map(interval ->
            interval.getValue().min(to).subtract(interval.getKey().max(from)).add(BigInteger.ONE))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** The set with one number more. */
  Intervals plus(BigInteger number) {
    if (contains(number)) {
      return this;
    }
    BigInteger next = number.add(BigInteger.ONE);
    Map.@Nullable Entry<BigInteger, BigInteger> below = byFirst.floorEntry(number);
    boolean joinsBelow = below != null && below.getValue().equals(number.subtract(BigInteger.ONE));
    BigInteger lastAbove = byFirst.get(next);
    BigInteger first = joinsBelow && below != null ? below.getKey() : number;
    TreePMap<BigInteger, BigInteger> rest = lastAbove == null ? byFirst : byFirst.minus(next);
    return new Intervals(rest.plus(first, lastAbove == null ? number : lastAbove));
  }

  /** The set without a number. */
  Intervals minus(BigInteger number) {
    Map.@Nullable Entry<BigInteger, BigInteger> around = byFirst.floorEntry(number);
    if (around == null || around.getValue().compareTo(number) < 0) {
      return this;
    }
    BigInteger first = around.getKey();
    BigInteger last = around.getValue();
    TreePMap<BigInteger, BigInteger> rest = byFirst.minus(first);
    if (first.compareTo(number) < 0) {
      rest = rest.plus(first, number.subtract(BigInteger.ONE));
    }
    if (number.compareTo(last) < 0) {
      rest = rest.plus(number.add(BigInteger.ONE), last);
    }
    return new Intervals(rest);
  }

  private @Nullable BigInteger lastOf(BigInteger number) {
    Map.@Nullable Entry<BigInteger, BigInteger> around = byFirst.floorEntry(number);
    return around != null && number.compareTo(around.getValue()) <= 0 ? around.getValue() : null;
  }
}
