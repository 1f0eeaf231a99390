package dev.pontoon.linux.netlink;

/** Message flags (NLM_F_*, include/uapi/linux/netlink.h). */
public final class Flags {
  public static final int REQUEST = 0x1;
  public static final int MULTI = 0x2;
  public static final int ACK = 0x4;
  public static final int ECHO = 0x8;
  public static final int DUMP_INTR = 0x10;
  public static final int REPLACE = 0x100;
  public static final int EXCL = 0x200;
  public static final int CREATE = 0x400;
  public static final int APPEND = 0x800;

  /** NLM_F_ROOT and NLM_F_MATCH: all objects. */
  public static final int DUMP = 0x300;

  /** On an acknowledgement: the request is not echoed whole. */
  public static final int CAPPED = 0x100;

  /** On an acknowledgement: attributes of the extended ack follow. */
  public static final int ACK_TLVS = 0x200;

  private Flags() {}
}
