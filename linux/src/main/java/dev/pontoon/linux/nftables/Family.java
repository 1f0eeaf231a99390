package dev.pontoon.linux.nftables;

import dev.pontoon.linux.netlink.MalformedMessageException;
import java.util.Optional;
import java.util.stream.Stream;

/** The family of a table, which says what packets it sees (NFPROTO_*). */
public enum Family {
  INET(1, "inet", 0),
  IPV4(2, "ip", 0x0800),
  ARP(3, "arp", 0x0806),
  NETDEV(5, "netdev", 0),
  BRIDGE(7, "bridge", 0),
  IPV6(10, "ip6", 0x86dd);

  private final int number;
  private final String text;
  private final int etherType;

  Family(int number, String text, int etherType) {
    this.number = number;
    this.text = text;
    this.etherType = etherType;
  }

  /** The number in nfgen_family. */
  int number() {
    return number;
  }

  /** The EtherType of its packets; 0 of a family of several. */
  public int etherType() {
    return etherType;
  }

  /** The family of an EtherType, if there is one. */
  static Optional<Family> ofEtherType(int type) {
    return Stream.of(values()).filter(family -> family.etherType == type && type != 0).findFirst();
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
