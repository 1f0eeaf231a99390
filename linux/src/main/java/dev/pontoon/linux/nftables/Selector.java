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
  PROTOCOL("meta protocol", 2),
  L4PROTO("meta l4proto", 1),
  ETHER_SADDR("ether saddr", 6),
  /** Of a frame with a VLAN tag, the tag's. */
  ETHER_TYPE("ether type", 2),
  ARP_SADDR_ETHER("arp saddr ether", 6),
  ARP_SADDR_IP("arp saddr ip", 4),
  IP_SADDR("ip saddr", 4),
  IP_DADDR("ip daddr", 4),
  IP6_SADDR("ip6 saddr", 16),
  IP6_DADDR("ip6 daddr", 16),
  IP6_LENGTH("ip6 length", 2),
  ICMPV6_TYPE("icmpv6 type", 1),
  /** Whose address a neighbour solicitation or advertisement is about (RFC 4861, 4.3 and 4.4). */
  ND_TARGET("@th,64,128", 16),
  /** The type and length of its first option. */
  ND_OPTION("@th,192,16", 2),
  /** The link-layer address in its first option. */
  ND_LINK("@th,208,48", 6),
  TH_SPORT("th sport", 2),
  TH_DPORT("th dport", 2),
  CT_STATE("ct state", 4),
  CT_STATUS("ct status", 4),
  FIB_SADDR_TYPE("fib saddr type", 4),
  FIB_DADDR_TYPE("fib daddr type", 4);

  private static final int LINK_HEADER = 0;
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
      case IP6_SADDR, IP6_DADDR, IP6_LENGTH -> Optional.of(Family.IPV6);
      default -> Optional.empty();
    };
  }

  /** Loads it into a register. */
  Expression load(int register) {
    return switch (this) {
      case PROTOCOL -> new Meta(1, register);
      case IIFNAME -> new Meta(6, register);
      case OIFNAME -> new Meta(7, register);
      case NFPROTO -> new Meta(15, register);
      case L4PROTO -> new Meta(16, register);
      case ETHER_SADDR -> new Payload(LINK_HEADER, 6, size, register);
      case ETHER_TYPE -> new Payload(LINK_HEADER, 12, size, register);
      case ARP_SADDR_ETHER -> new Payload(NETWORK_HEADER, 8, size, register);
      case ARP_SADDR_IP -> new Payload(NETWORK_HEADER, 14, size, register);
      case IP_SADDR -> new Payload(NETWORK_HEADER, 12, size, register);
      case IP_DADDR -> new Payload(NETWORK_HEADER, 16, size, register);
      case IP6_SADDR -> new Payload(NETWORK_HEADER, 8, size, register);
      case IP6_DADDR -> new Payload(NETWORK_HEADER, 24, size, register);
      case IP6_LENGTH -> new Payload(NETWORK_HEADER, 4, size, register);
      case ICMPV6_TYPE -> new Payload(TRANSPORT_HEADER, 0, size, register);
      case ND_TARGET -> new Payload(TRANSPORT_HEADER, 8, size, register);
      case ND_OPTION -> new Payload(TRANSPORT_HEADER, 24, size, register);
      case ND_LINK -> new Payload(TRANSPORT_HEADER, 26, size, register);
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
