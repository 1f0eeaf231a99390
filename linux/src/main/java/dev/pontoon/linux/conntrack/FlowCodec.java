package dev.pontoon.linux.conntrack;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.netlink.Attributes;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Encoder;
import dev.pontoon.linux.netlink.MalformedMessageException;
import dev.pontoon.linux.netlink.Message;
import java.net.InetAddress;
import java.util.Optional;

/** Flows and tuples as ctnetlink has them. */
final class FlowCodec {
  static final int TUPLE_ORIGINAL = 1; // CTA_TUPLE_ORIG
  static final int TUPLE_REPLY = 2; // CTA_TUPLE_REPLY
  static final int ID = 12; // CTA_ID
  static final int ZONE = 18; // CTA_ZONE
  private static final int STATUS = 3; // CTA_STATUS
  private static final int PROTOCOL_INFO = 4; // CTA_PROTOINFO
  private static final int TIMEOUT = 7; // CTA_TIMEOUT
  private static final int MARK = 8; // CTA_MARK
  private static final int COUNTERS_ORIGINAL = 9; // CTA_COUNTERS_ORIG
  private static final int COUNTERS_REPLY = 10; // CTA_COUNTERS_REPLY
  private static final int IP = 1; // CTA_TUPLE_IP
  private static final int PROTOCOL = 2; // CTA_TUPLE_PROTO
  private static final int ICMPV6 = 58;
  private static final int HEADER = 4; // struct nfgenmsg

  private FlowCodec() {}

  /**
   * Reads a flow.
   *
   * @throws MalformedMessageException if the message is none
   */
  static Flow decode(Message message) {
    Attributes flow = Attributes.parse(message.payload().from(HEADER));
    return new Flow(
        tuple(flow.nested(TUPLE_ORIGINAL)),
        tuple(flow.nested(TUPLE_REPLY)),
        u32(flow, ID),
        flow.find(ZONE).map(b -> b.u16be(0)).orElse(0),
        (int) u32(flow, STATUS),
        u32(flow, MARK),
        u32(flow, TIMEOUT),
        flow.nested(PROTOCOL_INFO).nested(1).find(1).map(b -> b.u8(0)),
        traffic(flow, COUNTERS_ORIGINAL),
        traffic(flow, COUNTERS_REPLY));
  }

  private static long u32(Attributes flow, int type) {
    return flow.find(type).map(b -> b.u32be(0)).orElse(0L);
  }

  private static Optional<Traffic> traffic(Attributes flow, int type) {
    return flow.find(type)
        .map(Attributes::parse)
        .map(c -> new Traffic(c.require(1).u64be(0), c.require(2).u64be(0)));
  }

  private static Tuple tuple(Attributes tuple) {
    Attributes ip = tuple.nested(IP);
    Attributes protocol = tuple.nested(PROTOCOL);
    boolean v6 = ip.has(3);
    return new Tuple(
        address(ip.require(v6 ? 3 : 1), v6),
        address(ip.require(v6 ? 4 : 2), v6),
        protocol.require(1).u8(0),
        layer4(protocol));
  }

  private static InetAddress address(Bytes bytes, boolean v6) {
    int size = v6 ? 16 : 4;
    if (bytes.length() != size) {
      throw new MalformedMessageException("an address of " + bytes.length() + " bytes");
    }
    return Addresses.of(bytes.toArray());
  }

  private static Layer4 layer4(Attributes protocol) {
    if (protocol.has(2)) {
      return new Layer4.Ports(protocol.require(2).u16be(0), protocol.require(3).u16be(0));
    }
    int icmp = protocol.has(4) ? 4 : 7; // CTA_PROTO_ICMP_ID, CTA_PROTO_ICMPV6_ID
    return protocol.has(icmp)
        ? new Layer4.Icmp(
            protocol.require(icmp).u16be(0),
            protocol.require(icmp + 1).u8(0),
            protocol.require(icmp + 2).u8(0))
        : new Layer4.Nothing();
  }

  /** Writes a tuple as an attribute. */
  static void encode(Encoder out, int type, Tuple tuple) {
    boolean v6 = Addresses.isV6(tuple.source());
    out.nest(
        type,
        nest -> {
          nest.nest(
              IP,
              ip ->
                  ip.attribute(v6 ? 3 : 1, bytes(tuple.source()))
                      .attribute(v6 ? 4 : 2, bytes(tuple.destination())));
          nest.nest(PROTOCOL, protocol -> layer4(protocol, tuple));
        });
  }

  private static void layer4(Encoder out, Tuple tuple) {
    out.attributeU8(1, tuple.protocol());
    switch (tuple.layer4()) {
      case Layer4.Ports(int source, int destination) ->
          out.attributeU16be(2, source).attributeU16be(3, destination);
      case Layer4.Icmp(int id, int type, int code) -> {
        int first = tuple.protocol() == ICMPV6 ? 7 : 4;
        out.attributeU16be(first, id).attributeU8(first + 1, type).attributeU8(first + 2, code);
      }
      case Layer4.Nothing() -> {}
    }
  }

  private static Bytes bytes(InetAddress address) {
    return Bytes.of(address.getAddress());
  }
}
