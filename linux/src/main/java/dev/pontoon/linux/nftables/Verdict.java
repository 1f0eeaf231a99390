package dev.pontoon.linux.nftables;

import dev.pontoon.linux.netlink.MalformedMessageException;

/** What becomes of a packet. */
public sealed interface Verdict {
  /** Ends this hook's chains of this table, not those of others. */
  record Accept() implements Verdict {}

  /** The packet is no more. */
  record Drop() implements Verdict {}

  /** Goes on behind the jump that led here. */
  record Return() implements Verdict {}

  /** Goes on with the next rule. */
  record Continue() implements Verdict {}

  /** Goes on in another chain and comes back. */
  record Jump(String chain) implements Verdict {}

  /** Goes on in another chain and does not come back. */
  record Goto(String chain) implements Verdict {}

  /** The kernel's code (NF_* of netfilter.h, enum nft_verdicts). */
  default int code() {
    return switch (this) {
      case Drop _ -> 0;
      case Accept _ -> 1;
      case Continue _ -> -1;
      case Jump _ -> -3;
      case Goto _ -> -4;
      case Return _ -> -5;
    };
  }

  /** The verdict of a code. */
  static Verdict of(int code, String chain) {
    return switch (code) {
      case 0 -> new Drop();
      case 1 -> new Accept();
      case -1 -> new Continue();
      case -3 -> new Jump(chain);
      case -4 -> new Goto(chain);
      case -5 -> new Return();
      default -> throw new MalformedMessageException("verdict " + code + " is not supported");
    };
  }
}
