package dev.pontoon.linux.nftables;

import dev.pontoon.linux.netlink.MalformedMessageException;

/** The family of a table, which says what packets it sees (NFPROTO_*). */
public enum Family {
  INET(1, "inet"),
  IPV4(2, "ip"),
  ARP(3, "arp"),
  NETDEV(5, "netdev"),
  BRIDGE(7, "bridge"),
  IPV6(10, "ip6");

  private final int number;
  private final String text;

  Family(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /** The number in nfgen_family. */
  int number() {
    return number;
  }

  static Family of(int number) {
    for (Family family : values()) {
      if (family.number == number) {
        return family;
      }
    }
    throw new MalformedMessageException("no nf_tables family has the number " + number);
  }

  /** The name in the nft language. */
  @Override
  public String toString() {
    return text;
  }
}
