package dev.pontoon.linux.nftables;

import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Encoder;
import dev.pontoon.linux.netlink.Request;
import java.util.function.Consumer;

/** Message types of nfnetlink's subsystem nf_tables, and requests of them. */
final class Types {
  static final int NEW_TABLE = 0;
  static final int GET_TABLE = 1;
  static final int DELETE_TABLE = 2;
  static final int NEW_CHAIN = 3;
  static final int GET_CHAIN = 4;
  static final int DELETE_CHAIN = 5;
  static final int NEW_RULE = 6;
  static final int GET_RULE = 7;
  static final int DELETE_RULE = 8;
  static final int NEW_SET = 9;
  static final int GET_SET = 10;
  static final int DELETE_SET = 11;
  static final int NEW_ELEMENTS = 12;
  static final int GET_ELEMENTS = 13;
  static final int DELETE_ELEMENTS = 14;
  static final int NEW_GENERATION = 15;
  static final int GET_GENERATION = 16;

  private static final int SUBSYSTEM = 10; // NFNL_SUBSYS_NFTABLES
  private static final int BATCH_BEGIN = 0x10; // NFNL_MSG_BATCH_BEGIN
  private static final int BATCH_END = 0x11; // NFNL_MSG_BATCH_END
  private static final int HEADER = 4; // struct nfgenmsg

  private Types() {}

  /** The nlmsg_type of a message of this subsystem. */
  static int wire(int type) {
    return SUBSYSTEM << 8 | type;
  }

  static Request request(
      String operation, int type, int flags, int family, Consumer<Encoder> attributes) {
    Bytes payload = Encoder.encode(e -> attributes.accept(e.u8(family).u8(0).u16be(0)));
    return new Request(operation, wire(type), flags, payload);
  }

  static Request batchBegin(String operation) {
    return new Request(operation, BATCH_BEGIN, 0, batchHeader());
  }

  static Request batchEnd(String operation) {
    return new Request(operation, BATCH_END, 0, batchHeader());
  }

  private static Bytes batchHeader() {
    return Encoder.encode(e -> e.u8(0).u8(0).u16be(SUBSYSTEM));
  }

  /** The family in the header of a message. */
  static Family family(Bytes payload) {
    return Family.of(payload.u8(0));
  }

  /** What follows the header of a message. */
  static Bytes body(Bytes payload) {
    return payload.from(HEADER);
  }
}
