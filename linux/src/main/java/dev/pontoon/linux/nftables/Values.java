package dev.pontoon.linux.nftables;

import dev.pontoon.linux.ip.MacAddress;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Encoder;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Values of the {@link DataType}s as the kernel has them, and concatenations of values. */
public final class Values {
  private static final int REGISTER = 4; // a concatenation's fields start at multiples of this

  private Values() {}

  /** An {@link DataType#IPV4_ADDRESS} or {@link DataType#IPV6_ADDRESS}. */
  public static Bytes address(InetAddress address) {
    return Bytes.of(address.getAddress());
  }

  /** An {@link DataType#INET_SERVICE}. */
  public static Bytes port(int port) {
    return Encoder.encode(e -> e.u16be(port));
  }

  /** An {@link DataType#INET_PROTOCOL} by its IANA number. */
  public static Bytes protocol(int number) {
    return Encoder.encode(e -> e.u8(number));
  }

  /** An {@link DataType#ETHER_ADDRESS}. */
  public static Bytes mac(MacAddress address) {
    return Bytes.of(address.toBytes());
  }

  /** A number of 16 bits in network byte order: an EtherType, a length. */
  public static Bytes u16(int number) {
    return Encoder.encode(e -> e.u16be(number));
  }

  /** A number of 8 bits, such as the type of an ICMPv6 message. */
  public static Bytes u8(int number) {
    return Encoder.encode(e -> e.u8(number));
  }

  /** An {@link DataType#NF_PROTO}. */
  public static Bytes family(Family family) {
    return Encoder.encode(e -> e.u8(family.number()));
  }

  /** An {@link DataType#MARK}. */
  public static Bytes mark(long mark) {
    return Encoder.encode(e -> e.u32(mark));
  }

  /**
   * An {@link DataType#INTERFACE_NAME}.
   *
   * @throws IllegalArgumentException if the name is longer than the kernel's 15 bytes
   */
  public static Bytes interfaceName(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= DataType.INTERFACE_NAME.size()) {
      throw new IllegalArgumentException("interface name too long: " + name);
    }
    return Bytes.of(Arrays.copyOf(bytes, DataType.INTERFACE_NAME.size()));
  }

  /** The bytes of fields in registers: each but a lone one padded to a multiple of 4. */
  static Bytes join(List<Bytes> fields) {
    if (fields.size() == 1) {
      return fields.getFirst();
    }
    return Encoder.encode(e -> {
      for (Bytes field : fields) {
        e.bytes(field);
        for (int pad = field.length(); pad % REGISTER != 0; pad++) {
          e.u8(0);
        }
      }
    });
  }

  /** Takes a concatenation apart. */
  static List<Bytes> split(Bytes joined, List<DataType> types) {
    int at = 0;
    Bytes[] fields = new Bytes[types.size()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = joined.slice(at, types.get(i).size());
      at += padded(types.get(i));
    }
    return List.of(fields);
  }

  /** The bytes that a value of these types takes. */
  static int size(List<DataType> types) {
    return types.size() == 1
        ? types.getFirst().size()
        : types.stream().mapToInt(Values::padded).sum();
  }

  /** The bytes of registers that a field takes. */
  static int padded(DataType type) {
    return (type.size() + REGISTER - 1) / REGISTER * REGISTER;
  }

  /** The next value, big-endian; empty after the last. */
  static Optional<Bytes> next(Bytes value) {
    byte[] bytes = value.toArray();
    for (int i = bytes.length - 1; i >= 0; i--) {
      bytes[i]++;
      if (bytes[i] != 0) {
        return Optional.of(Bytes.of(bytes));
      }
    }
    return Optional.empty();
  }

  /** The value before, big-endian. */
  static Bytes previous(Bytes value) {
    byte[] bytes = value.toArray();
    for (int i = bytes.length - 1; i >= 0; i--) {
      bytes[i]--;
      if (bytes[i] != -1) {
        break;
      }
    }
    return Bytes.of(bytes);
  }
}
