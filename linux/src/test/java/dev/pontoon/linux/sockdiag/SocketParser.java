package dev.pontoon.linux.sockdiag;

import dev.pontoon.linux.netlink.Message;

/** The parser of this package, for tests of what malformed messages do. */
public final class SocketParser {
  private SocketParser() {}

  /** Reads a message as a socket. */
  public static void read(Message message) {
    InetSocket.parse(message);
  }
}
