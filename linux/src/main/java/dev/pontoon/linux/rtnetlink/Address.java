package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.netlink.Attributes;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Encoder;
import dev.pontoon.linux.netlink.Flags;
import dev.pontoon.linux.netlink.Message;
import dev.pontoon.linux.netlink.Request;
import java.net.InetAddress;
import java.util.Optional;

/**
 * An address of a link (IFA_*, include/uapi/linux/if_addr.h).
 *
 * @param link the link's index
 * @param address with the length of the subnet's prefix
 * @param peer the other end's address, on a point-to-point link
 * @param broadcast IPv4's, where one was set
 * @param scope where the address is valid: the SCOPE_ constants of {@link Route}
 * @param flags the IFA_F_ constants
 */
public record Address(
    int link,
    Cidr address,
    Optional<InetAddress> peer,
    Optional<InetAddress> broadcast,
    int scope,
    int flags) {
  /** Without duplicate address detection: usable at once. */
  public static final int IFA_F_NODAD = 0x02;

  public static final int IFA_F_DADFAILED = 0x08;
  public static final int IFA_F_TENTATIVE = 0x40;
  public static final int IFA_F_PERMANENT = 0x80;

  /** Without a route to the subnet. */
  public static final int IFA_F_NOPREFIXROUTE = 0x200;

  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_BROADCAST = 4;
  private static final int IFA_FLAGS = 8;
  private static final int HEADER = 8; // struct ifaddrmsg

  /** An address of global scope; an IPv6 one skips duplicate address detection. */
  public static Address of(int link, Cidr address) {
    return new Address(
        link,
        address,
        Optional.empty(),
        Optional.empty(),
        Route.SCOPE_UNIVERSE,
        address.isV6() ? IFA_F_NODAD : 0);
  }

  /** The same with IPv4's usual broadcast address: the subnet's last. */
  public Address withBroadcast() {
    return new Address(link, address, peer, Optional.of(address.last()), scope, flags);
  }

  /** The same with another scope. */
  public Address withScope(int other) {
    return new Address(link, address, peer, broadcast, other, flags);
  }

  /** The same with other flags. */
  public Address withFlags(int other) {
    return new Address(link, address, peer, broadcast, scope, other);
  }

  /** Gives it to its link; fails with EEXIST if it is there. */
  public Request add() {
    return new Request(
        "add address " + this, Rtm.NEWADDR, Flags.CREATE | Flags.EXCL, encode(flags));
  }

  /** Takes it from its link. */
  public Request delete() {
    return new Request("delete address " + this, Rtm.DELADDR, 0, encode(0));
  }

  /** Asks for all addresses of both families. */
  public static Request list() {
    return new Request(
        "list addresses", Rtm.GETADDR, 0, Encoder.encode(e -> header(e, Rtm.AF_UNSPEC, 0, 0, 0)));
  }

  private Bytes encode(int wantedFlags) {
    return Encoder.encode(e -> {
      header(e, Wire.family(address.address()), address.length(), scope, link);
      e.attribute(IFA_LOCAL, Wire.bytes(address.address()));
      e.attribute(IFA_ADDRESS, Wire.bytes(peer.orElse(address.address())));
      broadcast.ifPresent(b -> e.attribute(IFA_BROADCAST, Wire.bytes(b)));
      if (wantedFlags != 0) {
        e.attributeU32(IFA_FLAGS, wantedFlags);
      }
    });
  }

  private static void header(Encoder e, int family, int length, int scope, int link) {
    e.u8(family).u8(length).u8(0).u8(scope).u32(link);
  }

  /** Reads an RTM_NEWADDR or RTM_DELADDR message of IPv4 or IPv6. */
  static Address parse(Message message) {
    Bytes payload = message.payload();
    Attributes all = Attributes.parse(payload.from(HEADER));
    InetAddress far = Wire.address(all.find(IFA_ADDRESS).orElseGet(() -> all.require(IFA_LOCAL)));
    InetAddress local = all.find(IFA_LOCAL).map(Wire::address).orElse(far); // IPv6 has it rarely
    return new Address(
        payload.i32(4),
        Wire.cidr(local, payload.u8(1)),
        far.equals(local) ? Optional.empty() : Optional.of(far),
        all.find(IFA_BROADCAST).map(Wire::address),
        payload.u8(3),
        all.find(IFA_FLAGS).map(b -> b.i32(0)).orElse(payload.u8(2)));
  }

  @Override
  public String toString() {
    return address + " of link #" + link;
  }
}
