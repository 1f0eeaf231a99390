package dev.pontoon.linux.sockdiag;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.MalformedMessageException;
import dev.pontoon.linux.netlink.Message;
import java.net.InetAddress;

/**
 * A socket (struct inet_diag_msg, include/uapi/linux/inet_diag.h).
 *
 * @param state the constants of {@link SocketQuery}
 * @param address the local one; all zeros for any
 * @param port the local one
 * @param link the index of the link that it is bound to; 0 for any
 * @param uid its owner
 * @param inode by which {@link SocketOwners} finds the process; 0 if none holds it any more
 */
public record InetSocket(int state, InetAddress address, int port, int link, long uid, long inode) {
  private static final int SOURCE_PORT = 4;
  private static final int SOURCE = 8;
  private static final int LINK = 40;
  private static final int UID = 64;
  private static final int INODE = 68;

  static InetSocket parse(Message message) {
    Bytes payload = message.payload();
    int family = payload.u8(0);
    if (family != SocketQuery.AF_INET && family != SocketQuery.AF_INET6) {
      throw new MalformedMessageException("a socket of family " + family);
    }
    Bytes address = payload.slice(SOURCE, family == SocketQuery.AF_INET ? 4 : 16);
    return new InetSocket(
        payload.u8(1),
        Addresses.of(address.toArray()),
        payload.u16be(SOURCE_PORT),
        payload.i32(LINK),
        payload.u32(UID),
        payload.u32(INODE));
  }
}
