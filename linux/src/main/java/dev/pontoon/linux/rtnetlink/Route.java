package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.netlink.Attributes;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Encoder;
import dev.pontoon.linux.netlink.Flags;
import dev.pontoon.linux.netlink.Message;
import dev.pontoon.linux.netlink.Request;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A route (RTA_*, include/uapi/linux/rtnetlink.h).
 *
 * @param destination the subnet it leads to; a prefix of length 0 for the default route
 * @param gateway the next router; may be of IPv6 for an IPv4 route
 * @param link the index of the link to send from; 0 if the kernel is to find it, or has none
 * @param source the address that the host prefers as its own on this route
 * @param metric less is preferred; 0 is IPv4's default, IPv6's being 1024
 * @param table {@link #TABLE_MAIN} usually
 * @param protocol who made it: the PROTOCOL_ constants
 * @param scope how far away the destination is: the SCOPE_ constants
 * @param type the TYPE_ constants
 * @param flags RTNH_F_ONLINK takes the gateway for a neighbour whatever its address
 * @param nextHops several ways, if it has more than one
 */
public record Route(
    Cidr destination,
    Optional<InetAddress> gateway,
    int link,
    Optional<InetAddress> source,
    long metric,
    int table,
    int protocol,
    int scope,
    int type,
    int flags,
    List<NextHop> nextHops) {
  public static final int TABLE_MAIN = 254;
  public static final int TABLE_LOCAL = 255;
  public static final int PROTOCOL_KERNEL = 2;
  public static final int PROTOCOL_BOOT = 3;
  public static final int PROTOCOL_STATIC = 4;
  public static final int SCOPE_UNIVERSE = 0;
  public static final int SCOPE_LINK = 253;
  public static final int SCOPE_HOST = 254;
  public static final int TYPE_UNICAST = 1;
  public static final int TYPE_LOCAL = 2;
  public static final int TYPE_BROADCAST = 3;
  public static final int TYPE_MULTICAST = 5;
  public static final int TYPE_BLACKHOLE = 6;
  public static final int TYPE_UNREACHABLE = 7;
  public static final int RTNH_F_ONLINK = 4;

  private static final Cidr ALL_V4 = Cidr.parse("0.0.0.0/0");
  private static final Cidr ALL_V6 = Cidr.parse("::/0");
  private static final int RTA_DST = 1;
  private static final int RTA_OIF = 4;
  private static final int RTA_GATEWAY = 5;
  private static final int RTA_PRIORITY = 6;
  private static final int RTA_PREFSRC = 7;
  private static final int RTA_MULTIPATH = 9;
  private static final int RTA_TABLE = 15;
  private static final int RTA_VIA = 18;
  private static final int HEADER = 12; // struct rtmsg
  private static final int RTM_F_CLONED = 0x200; // a cache entry, no route that somebody made

  public Route {
    nextHops = List.copyOf(nextHops);
  }

  /** A route to a subnet that a link reaches directly. */
  public static Route direct(Cidr destination, int link) {
    return new Route(
        destination.subnet(),
        Optional.empty(),
        link,
        Optional.empty(),
        0,
        TABLE_MAIN,
        PROTOCOL_BOOT,
        SCOPE_LINK,
        TYPE_UNICAST,
        0,
        List.of());
  }

  /** A route to a subnet by a router. */
  public static Route via(Cidr destination, InetAddress gateway, int link) {
    Route direct = direct(destination, link);
    return new Route(
        direct.destination,
        Optional.of(gateway),
        link,
        Optional.empty(),
        0,
        TABLE_MAIN,
        PROTOCOL_BOOT,
        SCOPE_UNIVERSE,
        TYPE_UNICAST,
        0,
        List.of());
  }

  /** The default route by a router, of its family. */
  public static Route defaultVia(InetAddress gateway, int link) {
    return via(Addresses.isV6(gateway) ? ALL_V6 : ALL_V4, gateway, link);
  }

  /** The same with a metric. */
  public Route withMetric(long other) {
    return new Route(
        destination, gateway, link, source, other, table, protocol, scope, type, flags, nextHops);
  }

  /** The same with a preferred source address. */
  public Route withSource(InetAddress other) {
    return new Route(
        destination,
        gateway,
        link,
        Optional.of(other),
        metric,
        table,
        protocol,
        scope,
        type,
        flags,
        nextHops);
  }

  /** The same with the mark of who made it. */
  public Route withProtocol(int other) {
    return new Route(
        destination, gateway, link, source, metric, table, other, scope, type, flags, nextHops);
  }

  /** The same with a type, such as {@link #TYPE_UNREACHABLE}. */
  public Route withType(int other) {
    return new Route(
        destination, gateway, link, source, metric, table, protocol, scope, other, flags, nextHops);
  }

  /** Whether it takes all that no other route does. */
  public boolean isDefault() {
    return destination.length() == 0;
  }

  /** Makes it; fails with EEXIST if there is one to the same destination with the same metric. */
  public Request add() {
    return new Request("add route " + this, Rtm.NEWROUTE, Flags.CREATE | Flags.EXCL, encode());
  }

  /** Makes it, in place of one to the same destination with the same metric if there is one. */
  public Request replace() {
    return new Request("set route " + this, Rtm.NEWROUTE, Flags.CREATE | Flags.REPLACE, encode());
  }

  /** Deletes it; fails with ESRCH if there is none like it. */
  public Request delete() {
    return new Request("delete route " + this, Rtm.DELROUTE, 0, encode());
  }

  /** Asks for all routes of both families, in all tables. */
  public static Request list() {
    return new Request("list routes", Rtm.GETROUTE, 0, Encoder.encode(e -> e.u64(0).u32(0)));
  }

  private Bytes encode() {
    return Encoder.encode(e -> {
      e.u8(Wire.family(destination.address())).u8(destination.length()).u8(0).u8(0);
      e.u8(table < 256 ? table : 0).u8(protocol).u8(scope).u8(type).u32(flags);
      if (!isDefault()) {
        e.attribute(RTA_DST, Wire.bytes(destination.address()));
      }
      gateway.ifPresent(g -> encodeGateway(e, g));
      source.ifPresent(s -> e.attribute(RTA_PREFSRC, Wire.bytes(s)));
      number(e, RTA_OIF, link);
      number(e, RTA_PRIORITY, metric);
      e.attributeU32(RTA_TABLE, table);
    });
  }

  private void encodeGateway(Encoder e, InetAddress router) {
    if (Addresses.isV6(router) == destination.isV6()) {
      e.attribute(RTA_GATEWAY, Wire.bytes(router));
    } else {
      e.attribute(RTA_VIA, via -> via.u16(Wire.family(router)).bytes(Wire.bytes(router)));
    }
  }

  private static void number(Encoder e, int attribute, long value) {
    if (value != 0) {
      e.attributeU32(attribute, value);
    }
  }

  /** Whether a message is of a route that somebody made, not of a cached decision. */
  static boolean isRoute(Message message) {
    Bytes payload = message.payload();
    return Wire.isIp(payload.u8(0)) && (payload.i32(8) & RTM_F_CLONED) == 0;
  }

  /** Reads an RTM_NEWROUTE or RTM_DELROUTE message of IPv4 or IPv6. */
  static Route parse(Message message) {
    Bytes payload = message.payload();
    Attributes all = Attributes.parse(payload.from(HEADER));
    Cidr everything = payload.u8(0) == Rtm.AF_INET6 ? ALL_V6 : ALL_V4;
    return new Route(
        Wire.cidr(all.find(RTA_DST).map(Wire::address).orElse(everything.address()), payload.u8(1)),
        gateway(all),
        all.find(RTA_OIF).map(b -> b.i32(0)).orElse(0),
        all.find(RTA_PREFSRC).map(Wire::address),
        all.find(RTA_PRIORITY).map(b -> b.u32(0)).orElse(0L),
        all.find(RTA_TABLE).map(b -> b.i32(0)).orElse(payload.u8(4)),
        payload.u8(5),
        payload.u8(6),
        payload.u8(7),
        payload.i32(8),
        all.find(RTA_MULTIPATH).map(NextHop::parse).orElse(List.of()));
  }

  static Optional<InetAddress> gateway(Attributes all) {
    return all.find(RTA_GATEWAY)
        .or(() -> all.find(RTA_VIA).map(via -> via.from(2)))
        .map(Wire::address);
  }

  @Override
  public String toString() {
    return (isDefault() ? "default" : destination.toString())
        + gateway.map(g -> " via " + Addresses.text(g)).orElse("")
        + (link == 0 ? "" : " from link #" + link);
  }
}
