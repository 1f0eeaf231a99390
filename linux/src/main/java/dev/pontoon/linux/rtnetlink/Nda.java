package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.netlink.Encoder;

/** Attributes and header of neighbour messages (NDA_*, include/uapi/linux/neighbour.h). */
final class Nda {
  static final int DST = 1;
  static final int LLADDR = 2;
  static final int VLAN = 5;
  static final int MASTER = 9;
  static final int PROTOCOL = 12;
  static final int HEADER = 12;

  private Nda() {}

  /** Writes struct ndmsg. */
  static void header(Encoder out, int family, int link, int state, int flags) {
    out.u8(family).u8(0).u16(0).u32(link).u16(state).u8(flags).u8(0);
  }
}
