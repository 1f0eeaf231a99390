package dev.pontoon.linux.netlink;

/** Where a netlink socket's datagrams go to and come from: the kernel, or in tests a script. */
interface Transport extends AutoCloseable {
  /** Hands a datagram over; the kernel has carried its requests out when this returns. */
  void send(Bytes datagram, String operation);

  /** The next datagram; waits for it as long as an answer may take. */
  Bytes receive();

  /**
   * Whether a datagram is there.
   *
   * @param milliseconds wait at most so long; -1 for ever
   */
  boolean awaitReadable(int milliseconds);

  /** Subscribes to a multicast group. */
  void join(int group);

  @Override
  void close();
}
