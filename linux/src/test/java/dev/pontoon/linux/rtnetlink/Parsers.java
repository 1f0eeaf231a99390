package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.netlink.Message;

/** Every parser of this package, for tests of what malformed messages do. */
public final class Parsers {
  private Parsers() {}

  /** Reads a message as everything that it could be. */
  public static void read(Message message) {
    Notification.parse(message);
  }

  /** The message types that this package reads. */
  public static int[] types() {
    return new int[] {
      Rtm.NEWLINK, Rtm.DELLINK, Rtm.NEWADDR, Rtm.DELADDR,
      Rtm.NEWROUTE, Rtm.DELROUTE, Rtm.NEWNEIGH, Rtm.DELNEIGH
    };
  }
}
