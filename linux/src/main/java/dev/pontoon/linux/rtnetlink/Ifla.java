package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.netlink.Encoder;

/** Attributes and header of link messages (IFLA_*, include/uapi/linux/if_link.h). */
final class Ifla {
  static final int ADDRESS = 1;
  static final int IFNAME = 3;
  static final int MTU = 4;
  static final int LINK = 5;
  static final int MASTER = 10;
  static final int PROTINFO = 12;
  static final int OPERSTATE = 16;
  static final int LINKINFO = 18;
  static final int IFALIAS = 20;
  static final int AF_SPEC = 26;
  static final int GROUP = 27;
  static final int NET_NS_FD = 28;
  static final int EXT_MASK = 29;
  static final int LINK_NETNSID = 37;

  static final int INFO_KIND = 1;
  static final int INFO_DATA = 2;
  static final int INFO_SLAVE_KIND = 4;
  static final int INFO_SLAVE_DATA = 5;

  static final int INET6_ADDR_GEN_MODE = 8;
  static final int ADDR_GEN_MODE_NONE = 1; // IN6_ADDR_GEN_MODE_NONE

  /** RTEXT_FILTER_SKIP_STATS: leave out the counters of IPv6, which nobody here reads. */
  static final int SKIP_STATS = 1 << 3;

  static final int HEADER = 16;

  private Ifla() {}

  /** Writes struct ifinfomsg. */
  static void header(Encoder out, int family, int index, int flags, int mask) {
    out.u8(family).u8(0).u16(0).u32(index).u32(flags).u32(mask);
  }
}
