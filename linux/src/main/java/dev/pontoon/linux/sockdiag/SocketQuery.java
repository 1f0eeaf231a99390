package dev.pontoon.linux.sockdiag;

import dev.pontoon.linux.netlink.Encoder;
import dev.pontoon.linux.netlink.Request;

/**
 * Asks for the sockets of a family and protocol.
 *
 * @param family AF_INET or AF_INET6; an IPv6 socket that takes IPv4 too counts as IPv6
 * @param protocol IPPROTO_TCP or IPPROTO_UDP
 * @param states a bit for each state, such as {@code 1 << TCP_LISTEN}
 */
public record SocketQuery(int family, int protocol, int states) {
  public static final int AF_INET = 2;
  public static final int AF_INET6 = 10;
  public static final int TCP = 6;
  public static final int UDP = 17;
  public static final int ESTABLISHED = 1;

  /** A UDP socket without a peer, or a TCP socket that was bound and no more. */
  public static final int CLOSE = 7;

  public static final int LISTEN = 10;

  /** Asks for TCP sockets bound and no more, which are told as {@link #CLOSE}; since Linux 6.8. */
  private static final int BOUND_INACTIVE = 13;

  private static final int BY_FAMILY = 20; // SOCK_DIAG_BY_FAMILY
  private static final int EVERY_STATE = -1;
  private static final int SOCKET_ID = 48; // struct inet_diag_sockid

  /** The sockets that hold a port: bound, listening, and for UDP the connected ones as well. */
  public static SocketQuery bound(int family, int protocol) {
    int states = protocol == TCP ? 1 << LISTEN | 1 << BOUND_INACTIVE : EVERY_STATE;
    return new SocketQuery(family, protocol, states);
  }

  /** The request, for {@link dev.pontoon.linux.netlink.NetlinkSocket#dump}. */
  public Request request() {
    return new Request(
        "list sockets",
        BY_FAMILY,
        0,
        Encoder.encode(e -> {
          e.u8(family).u8(protocol).u8(0).u8(0).u32(states);
          for (int i = 0; i < SOCKET_ID; i++) {
            e.u8(0);
          }
        }));
  }
}
