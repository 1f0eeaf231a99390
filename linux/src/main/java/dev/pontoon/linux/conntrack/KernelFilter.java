package dev.pontoon.linux.conntrack;

import dev.pontoon.linux.conntrack.FlowFilter.PortRange;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Encoder;
import java.net.InetAddress;
import java.util.Optional;

/**
 * As much of a filter as the kernel applies itself while it dumps (CTA_FILTER, since Linux 5.8):
 * addresses of IPv4, the protocol, single ports.
 */
final class KernelFilter {
  private static final int FILTER = 25; // CTA_FILTER
  private static final int IP_SOURCE = 1; // flags of net/netfilter/nf_internals.h
  private static final int IP_DESTINATION = 1 << 1;
  private static final int PROTOCOL = 1 << 3;
  private static final int SOURCE_PORT = 1 << 4;
  private static final int DESTINATION_PORT = 1 << 5;

  private final boolean source;
  private final Optional<InetAddress> address;
  private final Optional<Integer> protocol;
  private final Optional<Integer> port;

  private KernelFilter(
      boolean source,
      Optional<InetAddress> address,
      Optional<Integer> protocol,
      Optional<PortRange> ports) {
    this.source = source;
    // ctnetlink_filter_match_tuple() of Linux 6.18 keeps the IPv6 flows that do not match.
    this.address = address.filter(a -> !Addresses.isV6(a));
    this.protocol = protocol;
    this.port = ports.filter(p -> p.first() == p.last()).map(PortRange::first);
  }

  /** Adds it to the request for a dump of a family. */
  static void encode(Encoder out, FlowFilter filter) {
    KernelFilter original =
        new KernelFilter(
            false, filter.originalDestination(), filter.protocol(), filter.originalPorts());
    KernelFilter reply =
        new KernelFilter(true, filter.replySource(), filter.protocol(), filter.replyPorts());
    if (original.flags() == 0 && reply.flags() == 0) {
      return;
    }
    original.tuple(out, FlowCodec.TUPLE_ORIGINAL);
    reply.tuple(out, FlowCodec.TUPLE_REPLY);
    out.nest(FILTER, e -> e.attributeU32(1, original.flags()).attributeU32(2, reply.flags()));
  }

  private int flags() {
    return address.map(_ -> source ? IP_SOURCE : IP_DESTINATION).orElse(0)
        | protocol.map(_ -> PROTOCOL).orElse(0)
        | port.map(_ -> source ? SOURCE_PORT : DESTINATION_PORT).orElse(0);
  }

  private void tuple(Encoder out, int type) {
    if (flags() == 0) {
      return;
    }
    out.nest(
        type,
        tuple -> {
          address.ifPresent(a ->
              tuple.nest( // CTA_TUPLE_IP with CTA_IP_V4_SRC or _DST
                  1, ip -> ip.attribute(source ? 1 : 2, Bytes.of(a.getAddress()))));
          protocol.ifPresent(number ->
              tuple.nest( // CTA_TUPLE_PROTO with CTA_PROTO_SRC_PORT or _DST_PORT
                  2,
                  nest -> {
                    nest.attributeU8(1, number);
                    port.ifPresent(p -> nest.attributeU16be(source ? 2 : 3, p));
                  }));
        });
  }
}
