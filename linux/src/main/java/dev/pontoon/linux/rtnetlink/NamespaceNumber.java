package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.netlink.Attributes;
import dev.pontoon.linux.netlink.Encoder;
import dev.pontoon.linux.netlink.Message;
import dev.pontoon.linux.netlink.Request;
import java.util.OptionalInt;

/** The numbers by which a namespace knows others (nsid, include/uapi/linux/net_namespace.h). */
final class NamespaceNumber {
  private static final int HEADER = 4; // struct rtgenmsg: family, padded
  private static final int NUMBER = 1; // NETNSA_NSID
  private static final int PROCESS = 2; // NETNSA_PID

  private NamespaceNumber() {}

  /** Asks for the number of the namespace that a process is in. */
  static Request ofProcess(long pid) {
    return new Request(
        "get the namespace number of process " + pid,
        Rtm.GETNSID,
        0,
        Encoder.encode(e -> e.u32(Rtm.AF_UNSPEC).attributeU32(PROCESS, pid)));
  }

  /** Reads the answer; empty if the namespace has none. */
  static OptionalInt parse(Message message) {
    int number = Attributes.parse(message.payload().from(HEADER)).require(NUMBER).i32(0);
    return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
  }
}
