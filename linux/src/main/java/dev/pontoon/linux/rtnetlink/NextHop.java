package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.netlink.Attributes;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.MalformedMessageException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One of several ways that a route shares its traffic among (struct rtnexthop).
 *
 * @param link the index of the link to send from
 * @param weight 1 or more
 */
public record NextHop(Optional<InetAddress> gateway, int link, int weight) {
  private static final int HEADER = 8;

  static List<NextHop> parse(Bytes bytes) {
    List<NextHop> hops = new ArrayList<>();
    int at = 0;
    while (bytes.length() - at >= HEADER) {
      int size = bytes.u16(at);
      if (size < HEADER) {
        throw new MalformedMessageException("a next hop of " + size + " bytes");
      }
      hops.add(parseOne(bytes.slice(at, size)));
      at += size + 3 & ~3;
    }
    return List.copyOf(hops);
  }

  private static NextHop parseOne(Bytes bytes) {
    Attributes all = Attributes.parse(bytes.from(HEADER));
    return new NextHop(Route.gateway(all), bytes.i32(4), bytes.u8(3) + 1);
  }
}
