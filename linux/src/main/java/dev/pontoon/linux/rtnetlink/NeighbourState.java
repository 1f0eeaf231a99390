package dev.pontoon.linux.rtnetlink;

/** States and flags of neighbours (NUD_*, NTF_*; include/uapi/linux/neighbour.h). */
public final class NeighbourState {
  public static final int INCOMPLETE = 0x01;
  public static final int REACHABLE = 0x02;
  public static final int STALE = 0x04;
  public static final int DELAY = 0x08;
  public static final int PROBE = 0x10;
  public static final int FAILED = 0x20;
  public static final int NOARP = 0x40;
  public static final int PERMANENT = 0x80;

  /** The entry is of the link itself: a vxlan's, or a bridge's own. */
  public static final int SELF = 0x02;

  /** The entry is of the bridge whose port the link is. */
  public static final int MASTER = 0x04;

  public static final int PROXY = 0x08;
  public static final int EXTERN_LEARNED = 0x10;

  private NeighbourState() {}
}
