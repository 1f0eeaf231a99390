package dev.pontoon.linux.nftables;

/** Flags of sets (enum nft_set_flags) and of their elements. */
final class SetFlags {
  static final int ANONYMOUS = 0x1;
  static final int INTERVAL = 0x4;
  static final int MAP = 0x8;
  static final int CONCAT = 0x80;

  /** NFT_SET_ELEM_INTERVAL_END. */
  static final int INTERVAL_END = 0x1;

  /** NFT_SET_ELEM_CATCHALL. */
  static final int CATCH_ALL = 0x2;

  /** NFT_DATA_VERDICT as the type of a map's data. */
  static final long VERDICTS = 0xffff_ff00L;

  private SetFlags() {}

  static int of(NamedSet set) {
    int flags = set.isMap() ? MAP : 0;
    if (set.intervals()) {
      flags |= set.concatenated() ? INTERVAL | CONCAT : INTERVAL;
    }
    return flags;
  }
}
