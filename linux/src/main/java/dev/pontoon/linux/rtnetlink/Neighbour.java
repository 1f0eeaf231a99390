package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.MacAddress;
import dev.pontoon.linux.netlink.Attributes;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Encoder;
import dev.pontoon.linux.netlink.Flags;
import dev.pontoon.linux.netlink.Message;
import dev.pontoon.linux.netlink.Request;
import java.net.InetAddress;
import java.util.Optional;

/**
 * An entry of the ARP or neighbour discovery table.
 *
 * @param link the index of the link that the neighbour is on
 * @param mac empty while unknown
 * @param state the constants of {@link NeighbourState}
 * @param flags likewise
 * @param protocol who made it, as with routes (RTPROT_*, include/uapi/linux/rtnetlink.h); 0 if
 *     nobody said
 */
public record Neighbour(
    int link, InetAddress address, Optional<MacAddress> mac, int state, int flags, int protocol) {

  /** An entry that stays until it is deleted. */
  public static Neighbour permanent(int link, InetAddress address, MacAddress mac) {
    return new Neighbour(link, address, Optional.of(mac), NeighbourState.PERMANENT, 0, 0);
  }

  /** One of which nothing else is known, to delete it. */
  public static Neighbour at(int link, InetAddress address) {
    return new Neighbour(link, address, Optional.empty(), 0, 0, 0);
  }

  /** The same, with a mark of who made it. */
  public Neighbour by(int newProtocol) {
    return new Neighbour(link, address, mac, state, flags, newProtocol);
  }

  /** Makes it or changes the one that is there. */
  public Request replace() {
    return new Request(
        "set neighbour " + this, Rtm.NEWNEIGH, Flags.CREATE | Flags.REPLACE, encode());
  }

  /** Deletes it, by its link and address. */
  public Request delete() {
    return new Request("delete neighbour " + this, Rtm.DELNEIGH, 0, encode());
  }

  /** Asks for all neighbours of both families. */
  public static Request list() {
    return new Request(
        "list neighbours",
        Rtm.GETNEIGH,
        0,
        Encoder.encode(e -> Nda.header(e, Rtm.AF_UNSPEC, 0, 0, 0)));
  }

  private Bytes encode() {
    return Encoder.encode(e -> {
      Nda.header(e, Wire.family(address), link, state, flags);
      e.attribute(Nda.DST, Wire.bytes(address));
      mac.ifPresent(m -> e.attribute(Nda.LLADDR, Wire.bytes(m)));
      if (protocol != 0) {
        e.attributeU8(Nda.PROTOCOL, protocol);
      }
    });
  }

  /** Reads an RTM_NEWNEIGH or RTM_DELNEIGH message of IPv4 or IPv6. */
  static Neighbour parse(Message message) {
    Bytes payload = message.payload();
    Attributes all = Attributes.parse(payload.from(Nda.HEADER));
    return new Neighbour(
        payload.i32(4),
        Wire.address(all.require(Nda.DST)),
        Wire.mac(all.find(Nda.LLADDR)),
        payload.u16(8),
        payload.u8(10),
        all.find(Nda.PROTOCOL).map(value -> value.u8(0)).orElse(0));
  }

  @Override
  public String toString() {
    return Addresses.text(address) + " on link #" + link;
  }
}
