package dev.pontoon.linux.sockdiag;

import dev.pontoon.linux.netlink.NetlinkSocket;
import dev.pontoon.linux.netns.NetworkNamespace;
import java.util.List;

/** The sockets of one namespace. Usable from any thread. */
public final class SockDiag implements AutoCloseable {
  private final NetlinkSocket socket;

  private SockDiag(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Looks at a namespace. */
  public static SockDiag open(NetworkNamespace namespace) {
    return new SockDiag(namespace.socket(NetlinkSocket.SOCK_DIAG));
  }

  /** The sockets that a query asks for. */
  public List<InetSocket> list(SocketQuery query) {
    return socket.dump(query.request()).stream().map(InetSocket::parse).toList();
  }

  @Override
  public void close() {
    socket.close();
  }
}
