package dev.pontoon.linux.nftables;

import dev.pontoon.linux.netlink.MalformedMessageException;
import java.util.Locale;

/**
 * Where and when a base chain sees packets.
 *
 * @param priority lower is earlier
 * @param drop whether a packet that no rule decides on is dropped instead of accepted
 */
public record Hook(Type type, Point point, int priority, boolean drop) {
  public static final int RAW = -300;
  public static final int DESTINATION_NAT = -100;
  public static final int FILTER = 0;
  public static final int SOURCE_NAT = 100;

  /** What the chain is for. */
  public enum Type {
    FILTER,
    NAT,
    ROUTE;

    static Type of(String text) {
      for (Type type : values()) {
        if (type.toString().equals(text)) {
          return type;
        }
      }
      throw new MalformedMessageException("no chain type is called " + text);
    }

    /** The name in the nft language. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A point in a packet's way through the stack (NF_INET_*). */
  public enum Point {
    PREROUTING(0),
    INPUT(1),
    FORWARD(2),
    OUTPUT(3),
    POSTROUTING(4),
    INGRESS(5);

    private final int number;

    Point(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }

    static Point of(long number) {
      for (Point point : values()) {
        if (point.number == number) {
          return point;
        }
      }
      throw new MalformedMessageException("no hook has the number " + number);
    }

    /** The name in the nft language. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A hook whose chain lets pass what no rule decides on. */
  public static Hook of(Type type, Point point, int priority) {
    return new Hook(type, point, priority, false);
  }
}
