package dev.pontoon.linux.nftables;

import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Encoder;
import java.util.List;

/**
 * What a set's key is made of, as the nft command keeps it in user data for {@code typeof}
 * (NFTNL_UDATA_SET_KEY_TYPEOF): type, length, value, and values that are such lists again.
 */
final class SetOrigin {
  private static final int KEY_TYPEOF = 3;
  private static final int EXPRESSION = 0; // NFTNL_UDATA_SET_TYPEOF_EXPR
  private static final int DATA = 1; // NFTNL_UDATA_SET_TYPEOF_DATA
  private static final int PAYLOAD = 7; // enum expr_types of nft
  private static final int META = 9;
  private static final int CONCATENATION = 13;
  private static final int BITS = 8;

  private SetOrigin() {}

  /** The entry of the user data; nothing where a set's types say all. */
  static Bytes encode(List<Selector> selectors) {
    return selectors.isEmpty()
        ? Bytes.EMPTY
        : entry(KEY_TYPEOF, expression(CONCATENATION, fields(selectors)));
  }

  private static Bytes fields(List<Selector> selectors) {
    return Encoder.encode(e -> {
      for (int i = 0; i < selectors.size(); i++) {
        e.bytes(entry(i, field(selectors.get(i).load(0))));
      }
    });
  }

  private static Bytes field(Expression load) {
    return switch (load) {
      case Expression.Meta(int key, int _) -> expression(META, numbers(key));
      case Expression.Payload(int base, int offset, int length, int _) ->
          // no protocol and no field of one that nft knows: raw bits; its bases start at 1
          expression(PAYLOAD, numbers(0, 0, base + 1, offset * BITS, length * BITS));
      default -> throw new IllegalArgumentException("no typeof for " + load);
    };
  }

  private static Bytes expression(int type, Bytes data) {
    return Encoder.encode(e -> e.bytes(entry(EXPRESSION, number(type))).bytes(entry(DATA, data)));
  }

  private static Bytes numbers(int... values) {
    return Encoder.encode(e -> {
      for (int i = 0; i < values.length; i++) {
        e.bytes(entry(i, number(values[i])));
      }
    });
  }

  private static Bytes number(int value) {
    return Encoder.encode(e -> e.u32(value));
  }

  private static Bytes entry(int type, Bytes value) {
    return Encoder.encode(e -> e.u8(type).u8(value.length()).bytes(value));
  }
}
