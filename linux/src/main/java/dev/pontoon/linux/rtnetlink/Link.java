package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.ip.MacAddress;
import dev.pontoon.linux.netlink.Attributes;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Message;
import java.util.Optional;

/**
 * A network interface.
 *
 * @param index unique in its namespace
 * @param flags the IFF_ flags
 * @param mac empty for links without an Ethernet address
 * @param mtu in bytes
 * @param master the index of the bridge that it is a port of; 0 if of none
 * @param peerIndex the index of a veth's other end, or of the link below (IFLA_LINK); 0 if none
 * @param peerNamespace the number by which this namespace knows the peer's (nsid); -1 if the same
 * @param operState as in RFC 2863, {@link #OPER_UP} being 6
 * @param alias the free text kept with it, empty if none
 * @param kind empty for hardware and the loopback
 * @param port the bridge's treatment of it, if it is a port of one
 */
public record Link(
    int index,
    String name,
    int flags,
    Optional<MacAddress> mac,
    int mtu,
    int master,
    int peerIndex,
    int peerNamespace,
    int operState,
    String alias,
    Optional<LinkKind> kind,
    Optional<BridgePort> port) {
  public static final int IFF_UP = 0x1;
  public static final int IFF_LOOPBACK = 0x8;
  public static final int IFF_RUNNING = 0x40;
  public static final int IFF_PROMISC = 0x100;
  public static final int IFF_LOWER_UP = 0x10000;
  public static final int OPER_UP = 6;
  private static final int NO_NAMESPACE = -1;

  /** Whether it was brought up. */
  public boolean isUp() {
    return (flags & IFF_UP) != 0;
  }

  /** Whether it is of a kind, such as {@code bridge}. */
  public boolean is(String kindName) {
    return kind.map(k -> k.name().equals(kindName)).orElse(false);
  }

  /** Reads an RTM_NEWLINK or RTM_DELLINK message of family AF_UNSPEC. */
  static Link parse(Message message) {
    Bytes payload = message.payload();
    Attributes all = Attributes.parse(payload.from(Ifla.HEADER));
    Attributes info = all.nested(Ifla.LINKINFO);
    return new Link(
        payload.i32(4),
        all.find(Ifla.IFNAME).map(Bytes::text).orElse(""),
        payload.i32(8),
        Wire.mac(all.find(Ifla.ADDRESS)),
        number(all, Ifla.MTU, 0),
        number(all, Ifla.MASTER, 0),
        number(all, Ifla.LINK, 0),
        number(all, Ifla.LINK_NETNSID, NO_NAMESPACE),
        all.find(Ifla.OPERSTATE).map(b -> b.u8(0)).orElse(0),
        all.find(Ifla.IFALIAS).map(Bytes::text).orElse(""),
        info.find(Ifla.INFO_KIND).map(k -> LinkKind.parse(k.text(), info.nested(Ifla.INFO_DATA))),
        info.find(Ifla.INFO_SLAVE_KIND)
            .filter(k -> k.text().equals(BridgePort.NAME))
            .map(k -> BridgePort.parse(info.nested(Ifla.INFO_SLAVE_DATA))));
  }

  private static int number(Attributes all, int attribute, int absent) {
    return all.find(attribute).map(b -> b.i32(0)).orElse(absent);
  }
}
