package dev.pontoon.linux.nftables;

import dev.pontoon.linux.netlink.MalformedMessageException;
import java.util.ArrayList;
import java.util.List;

/**
 * The type of a key's field or of a map's data. The numbers are nft's own; the kernel only keeps
 * them, so that {@code nft list} can show values well.
 */
public enum DataType {
  VERDICT(1, 0, "verdict", false),
  NF_PROTO(2, 1, "nf_proto", false),
  IPV4_ADDRESS(7, 4, "ipv4_addr", true),
  IPV6_ADDRESS(8, 16, "ipv6_addr", true),
  ETHER_ADDRESS(9, 6, "ether_addr", true),
  INET_PROTOCOL(12, 1, "inet_proto", true),
  INET_SERVICE(13, 2, "inet_service", true),
  MARK(19, 4, "mark", false),
  INTERFACE_NAME(41, 16, "ifname", false);

  private static final int BITS = 6; // a concatenation's number: 6 bits a field

  private final int number;
  private final int size;
  private final String text;
  private final boolean networkOrder;

  DataType(int number, int size, String text, boolean networkOrder) {
    this.number = number;
    this.size = size;
    this.text = text;
    this.networkOrder = networkOrder;
  }

  /** The number of bytes. */
  int size() {
    return size;
  }

  /** Whether values are in network byte order. */
  boolean networkOrder() {
    return networkOrder;
  }

  /** The number of a single type or of a concatenation. */
  static long number(List<DataType> types) {
    return types.stream().mapToLong(t -> t.number).reduce(0, (a, b) -> a << BITS | b);
  }

  /** The types that a number stands for. */
  static List<DataType> ofNumber(long number) {
    List<DataType> types = new ArrayList<>();
    for (long rest = number; rest != 0; rest >>>= BITS) {
      types.addFirst(single(rest & (1 << BITS) - 1));
    }
    return List.copyOf(types);
  }

  private static DataType single(long number) {
    for (DataType type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    throw new MalformedMessageException("data type " + number + " is not supported");
  }

  /** The name in the nft language. */
  @Override
  public String toString() {
    return text;
  }
}
