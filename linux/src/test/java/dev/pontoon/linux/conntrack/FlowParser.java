package dev.pontoon.linux.conntrack;

import dev.pontoon.linux.netlink.Message;

/** The parser of this package, for tests of what malformed messages do. */
public final class FlowParser {
  private FlowParser() {}

  /** Reads a message as a flow. */
  public static void read(Message message) {
    FlowCodec.decode(message);
  }
}
