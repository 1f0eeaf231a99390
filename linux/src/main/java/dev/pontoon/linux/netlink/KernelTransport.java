package dev.pontoon.linux.netlink;

import dev.pontoon.linux.sys.ControlMessages;
import dev.pontoon.linux.sys.Fd;
import dev.pontoon.linux.sys.KernelException;
import dev.pontoon.linux.sys.Sockets;

/** A netlink socket of the kernel (netlink(7)). */
record KernelTransport(Fd fd) implements Transport {
  private static final int SOL_NETLINK = 270;
  private static final int ADD_MEMBERSHIP = 1;
  private static final int LISTEN_ALL_NSID = 8;
  private static final int CAP_ACK = 10;
  private static final int EXT_ACK = 11;
  private static final int GET_STRICT_CHK = 12;
  private static final int RECEIVE_SIZE = 1 << 16;
  private static final int PORT = 4; // struct sockaddr_nl: family, padding, port, groups
  private static final int SOCKET_BUFFER = 8 << 20;
  private static final int ANSWER_LIMIT = 10_000; // milliseconds; the kernel has answered already

  /**
   * struct sockaddr_nl for which the kernel chooses the port. Without a port of its own a socket
   * that never sends gets no notifications.
   */
  private static final Bytes ANY_PORT =
      Encoder.encode(e -> e.u16(Sockets.AF_NETLINK).u16(0).u32(0).u32(0));

  /** Opens one of a netlink protocol in the calling thread's network namespace. */
  static KernelTransport open(int protocol) {
    Fd fd = Sockets.socket(Sockets.AF_NETLINK, Sockets.SOCK_RAW, protocol);
    try {
      Sockets.setOption(fd, SOL_NETLINK, EXT_ACK, 1);
      Sockets.setOption(fd, SOL_NETLINK, CAP_ACK, 1);
      Sockets.setOption(fd, SOL_NETLINK, GET_STRICT_CHK, 1);
      Sockets.setOption(fd, Sockets.SOL_SOCKET, Sockets.SO_RCVBUFFORCE, SOCKET_BUFFER);
      Sockets.setOption(fd, Sockets.SOL_SOCKET, Sockets.SO_SNDBUFFORCE, SOCKET_BUFFER);
      Sockets.setReceiveLimit(fd, ANSWER_LIMIT);
      Sockets.bind(fd, ANY_PORT.toArray(), "bind a netlink socket");
      return new KernelTransport(fd);
    } catch (KernelException e) {
      fd.close();
      throw e;
    }
  }

  @Override
  public void send(Bytes datagram, String operation) {
    Sockets.send(fd, datagram.toArray(), 0, operation);
  }

  @Override
  public Bytes receive() {
    return Bytes.wrap(Sockets.receive(fd, RECEIVE_SIZE, 0, "receive from netlink"));
  }

  @Override
  public Datagram receiveWithOrigin() {
    ControlMessages.Received received =
        ControlMessages.receive(fd, RECEIVE_SIZE, "receive from netlink");
    int namespace =
        received
            .control(SOL_NETLINK, LISTEN_ALL_NSID)
            .map(number -> Bytes.wrap(number).i32(0))
            .orElse(NetlinkSocket.OWN_NAMESPACE);
    return new Datagram(namespace, Bytes.wrap(received.payload()));
  }

  @Override
  public long portId() {
    return Bytes.wrap(Sockets.address(fd)).u32(PORT);
  }

  @Override
  public boolean awaitReadable(int milliseconds) {
    return Sockets.awaitReadable(fd, milliseconds);
  }

  @Override
  public void join(int group) {
    Sockets.setOption(fd, SOL_NETLINK, ADD_MEMBERSHIP, group);
  }

  @Override
  public void hearAllNamespaces() {
    Sockets.setOption(fd, SOL_NETLINK, LISTEN_ALL_NSID, 1);
  }

  @Override
  public void close() {
    fd.close();
  }
}
