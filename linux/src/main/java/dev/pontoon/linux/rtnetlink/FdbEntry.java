package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.ip.MacAddress;
import dev.pontoon.linux.netlink.Attributes;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Encoder;
import dev.pontoon.linux.netlink.Flags;
import dev.pontoon.linux.netlink.MalformedMessageException;
import dev.pontoon.linux.netlink.Message;
import dev.pontoon.linux.netlink.Request;
import java.net.InetAddress;
import java.util.Optional;

/**
 * An entry of a forwarding database: behind which port a MAC address is.
 *
 * @param link the port's index
 * @param master the bridge's index; 0 if not said
 * @param vlan 0 if none
 * @param destination the remote host, in a vxlan's database
 * @param state {@link NeighbourState}: permanent is an address of the port's own, noarp is static
 * @param flags {@link NeighbourState#SELF}, {@link NeighbourState#MASTER} and others
 */
public record FdbEntry(
    int link,
    MacAddress mac,
    int master,
    int vlan,
    Optional<InetAddress> destination,
    int state,
    int flags) {

  /** A static entry of the bridge whose port the link is. */
  public static FdbEntry onBridge(int link, MacAddress mac) {
    return new FdbEntry(
        link, mac, 0, 0, Optional.empty(), NeighbourState.NOARP, NeighbourState.MASTER);
  }

  /** Makes it or changes the one that is there. */
  public Request replace() {
    return new Request(
        "set fdb entry " + this, Rtm.NEWNEIGH, Flags.CREATE | Flags.REPLACE, encode());
  }

  /** Deletes it. */
  public Request delete() {
    return new Request("delete fdb entry " + this, Rtm.DELNEIGH, 0, encode());
  }

  /** Asks for the entries of all bridges and vxlans. */
  public static Request list() {
    return new Request(
        "list fdb entries",
        Rtm.GETNEIGH,
        0,
        Encoder.encode(e -> Nda.header(e, Rtm.AF_BRIDGE, 0, 0, 0)));
  }

  private Bytes encode() {
    return Encoder.encode(e -> {
      Nda.header(e, Rtm.AF_BRIDGE, link, state, flags);
      e.attribute(Nda.LLADDR, Wire.bytes(mac));
      destination.ifPresent(d -> e.attribute(Nda.DST, Wire.bytes(d)));
      if (vlan != 0) {
        e.attributeU16(Nda.VLAN, vlan);
      }
    });
  }

  /** Reads an RTM_NEWNEIGH or RTM_DELNEIGH message of family AF_BRIDGE. */
  static FdbEntry parse(Message message) {
    Bytes payload = message.payload();
    Attributes all = Attributes.parse(payload.from(Nda.HEADER));
    MacAddress mac =
        Wire.mac(all.find(Nda.LLADDR))
            .orElseThrow(() -> new MalformedMessageException("an fdb entry without a MAC"));
    return new FdbEntry(
        payload.i32(4),
        mac,
        all.find(Nda.MASTER).map(b -> b.i32(0)).orElse(0),
        all.find(Nda.VLAN).map(b -> b.u16(0)).orElse(0),
        all.find(Nda.DST).map(Wire::address),
        payload.u16(8),
        payload.u8(10));
  }

  @Override
  public String toString() {
    return mac + " behind link #" + link;
  }
}
