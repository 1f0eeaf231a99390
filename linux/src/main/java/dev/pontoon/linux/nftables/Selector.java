package dev.pontoon.linux.nftables;

import dev.pontoon.linux.nftables.Expression.Conntrack;
import dev.pontoon.linux.nftables.Expression.Fib;
import dev.pontoon.linux.nftables.Expression.Meta;
import dev.pontoon.linux.nftables.Expression.Payload;
import java.util.Optional;

/** What a rule looks at. */
public enum Selector {
  IIFNAME("iifname", 16),
  OIFNAME("oifname", 16),
  NFPROTO("meta nfproto", 1),
  L4PROTO("meta l4proto", 1),
  IP_SADDR("ip saddr", 4),
  IP_DADDR("ip daddr", 4),
  IP6_SADDR("ip6 saddr", 16),
  IP6_DADDR("ip6 daddr", 16),
  TH_SPORT("th sport", 2),
  TH_DPORT("th dport", 2),
  CT_STATE("ct state", 4),
  CT_STATUS("ct status", 4),
  FIB_SADDR_TYPE("fib saddr type", 4),
  FIB_DADDR_TYPE("fib daddr type", 4);

  private static final int NETWORK_HEADER = 1;
  private static final int TRANSPORT_HEADER = 2;

  private final String text;
  private final int size;

  Selector(String text, int size) {
    this.text = text;
    this.size = size;
  }

  /** The number of bytes. */
  int size() {
    return size;
  }

  /** The family whose header it is in, if it is in one's. */
  Optional<Family> family() {
    return switch (this) {
      case IP_SADDR, IP_DADDR -> Optional.of(Family.IPV4);
      case IP6_SADDR, IP6_DADDR -> Optional.of(Family.IPV6);
      default -> Optional.empty();
    };
  }

  /** Loads it into a register. */
  Expression load(int register) {
    return switch (this) {
      case IIFNAME -> new Meta(6, register);
      case OIFNAME -> new Meta(7, register);
      case NFPROTO -> new Meta(15, register);
      case L4PROTO -> new Meta(16, register);
      case IP_SADDR -> new Payload(NETWORK_HEADER, 12, size, register);
      case IP_DADDR -> new Payload(NETWORK_HEADER, 16, size, register);
      case IP6_SADDR -> new Payload(NETWORK_HEADER, 8, size, register);
      case IP6_DADDR -> new Payload(NETWORK_HEADER, 24, size, register);
      case TH_SPORT -> new Payload(TRANSPORT_HEADER, 0, size, register);
      case TH_DPORT -> new Payload(TRANSPORT_HEADER, 2, size, register);
      case CT_STATE -> new Conntrack(0, register);
      case CT_STATUS -> new Conntrack(2, register);
      case FIB_SADDR_TYPE -> new Fib(3, 1, register); // NFT_FIB_RESULT_ADDRTYPE, NFTA_FIB_F_SADDR
      case FIB_DADDR_TYPE -> new Fib(3, 2, register); // NFT_FIB_RESULT_ADDRTYPE, NFTA_FIB_F_DADDR
    };
  }

  /** As the nft language has it. */
  @Override
  public String toString() {
    return text;
  }
}
