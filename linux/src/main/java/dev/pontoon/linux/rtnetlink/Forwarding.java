package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.netlink.Attributes;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Message;
import java.util.Optional;

/**
 * Whether packets are forwarded (NETCONFA_FORWARDING, include/uapi/linux/netconf.h).
 *
 * @param link the index of the link that they come from; {@link #ALL} for all
 */
public record Forwarding(boolean ipv6, int link, boolean on) {
  public static final int ALL = -1;

  private static final int HEADER = 4; // struct netconfmsg: family, padded
  private static final int LINK = 1; // NETCONFA_IFINDEX
  private static final int FORWARDING = 2;

  /** Reads an RTM_NEWNETCONF message; empty if it is of something else. */
  static Optional<Forwarding> parse(Message message) {
    Bytes payload = message.payload();
    boolean ipv6 = payload.u8(0) == Rtm.AF_INET6;
    if (!Wire.isIp(payload.u8(0))) {
      return Optional.empty();
    }
    Attributes all = Attributes.parse(payload.from(HEADER));
    return all.find(FORWARDING)
        .map(on -> new Forwarding(ipv6, all.require(LINK).i32(0), on.i32(0) != 0));
  }
}
