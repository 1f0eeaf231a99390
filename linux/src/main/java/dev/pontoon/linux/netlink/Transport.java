package dev.pontoon.linux.netlink;

import dev.pontoon.linux.sys.Fd;

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

  /** Hears the joined groups in all namespaces that the socket's own has a number for. */
  void hearAllNamespaces();

  /** The next datagram, with the namespace it is of; waits as {@link #receive} does. */
  Datagram receiveWithOrigin();

  /** The descriptor, to wait for its input among others. */
  Fd fd();

  /** The number by which the kernel knows the socket in its namespace. */
  long portId();

  /**
   * A datagram.
   *
   * @param namespace the number of the namespace it is of; {@link NetlinkSocket#OWN_NAMESPACE} for
   *     the socket's own
   */
  record Datagram(int namespace, Bytes bytes) {}

  @Override
  void close();
}
