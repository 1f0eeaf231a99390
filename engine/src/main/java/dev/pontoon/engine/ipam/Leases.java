package dev.pontoon.engine.ipam;

import dev.pontoon.engine.model.Subnet;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;

/**
 * What is leased of one subnet. Dynamic leases are sequential, as Docker's: the next address after
 * the last one leased, from the start again at the end, so that a released address rests as long as
 * possible. Leasing and releasing cost O(log n).
 */
public final class Leases {
  private static final int POINT_TO_POINT = 31; // RFC 3021: no network and broadcast address

  private final Cidr subnet;
  private final BigInteger first;
  private final BigInteger last;
  private final Intervals taken;
  private final BigInteger next;

  private Leases(Cidr subnet, BigInteger first, BigInteger last, Intervals taken, BigInteger next) {
    this.subnet = subnet;
    this.first = first;
    this.last = last;
    this.taken = taken;
    this.next = next;
  }

  /** Of a new subnet: only what is never leased is taken. */
  public static Leases of(Subnet subnet) {
    Cidr range = subnet.range().orElse(subnet.subnet());
    BigInteger first = Addresses.number(range.first());
    Intervals taken = reserved(subnet.subnet()).plus(Addresses.number(subnet.gateway()));
    for (InetAddress address : subnet.auxiliary().values()) {
      taken = taken.plus(Addresses.number(address));
    }
    return new Leases(subnet.subnet(), first, Addresses.number(range.last()), taken, first);
  }

  /**
   * The network's own address and, of IPv4, the broadcast address. Of IPv6 the first is the anycast
   * address of the subnet's routers (RFC 4291, 2.6.1).
   */
  private static Intervals reserved(Cidr subnet) {
    int bits = 8 * subnet.address().getAddress().length;
    if (bits - subnet.length() < 32 - POINT_TO_POINT + 1) {
      return Intervals.EMPTY;
    }
    Intervals network = Intervals.EMPTY.plus(Addresses.number(subnet.first()));
    return subnet.isV6() ? network : network.plus(Addresses.number(subnet.last()));
  }

  /** The subnet. */
  public Cidr subnet() {
    return subnet;
  }

  /** The address that the next dynamic lease would be; empty if all are taken. */
  public Optional<InetAddress> next() {
    BigInteger candidate = taken.firstMissing(next);
    if (candidate.compareTo(last) > 0) {
      candidate = taken.firstMissing(first);
    }
    return candidate.compareTo(last) > 0 ? Optional.empty() : Optional.of(address(candidate));
  }

  /** How many addresses dynamic leases can still be of. */
  public BigInteger free() {
    BigInteger all = last.subtract(first).add(BigInteger.ONE);
    return all.subtract(taken.count(first, last));
  }

  /** Whether an address is leased, or never leased. */
  public boolean taken(InetAddress address) {
    return taken.contains(Addresses.number(address));
  }

  /**
   * With an address leased. Sequential leases go on after it if it is the {@link #next}, and
   * otherwise from where they were.
   */
  public Leases with(InetAddress address) {
    BigInteger number = Addresses.number(address);
    boolean inSequence = next().filter(address::equals).isPresent();
    BigInteger then = inSequence ? number.add(BigInteger.ONE) : next;
    return new Leases(subnet, first, last, taken.plus(number), then);
  }

  /** With an address free again. */
  public Leases without(InetAddress address) {
    return new Leases(subnet, first, last, taken.minus(Addresses.number(address)), next);
  }

  private InetAddress address(BigInteger number) {
    BigInteger offset = number.subtract(Addresses.number(subnet.first()));
    return Addresses.plus(subnet.first(), offset);
  }
}
