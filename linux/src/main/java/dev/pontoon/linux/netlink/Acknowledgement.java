package dev.pontoon.linux.netlink;

import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.KernelException;

/**
 * The kernel's answer to one request (struct nlmsgerr with the extended acknowledgement).
 *
 * @param error 0 where it succeeded
 * @param detail the extended acknowledgement's text (NLMSGERR_ATTR_MSG), empty if there is none
 */
public record Acknowledgement(int error, String detail) {
  private static final int ATTRIBUTE_MESSAGE = 1; // NLMSGERR_ATTR_MSG
  private static final int FIXED = 4 + Message.HEADER;

  /** Reads an NLMSG_ERROR message. */
  static Acknowledgement parse(Message message) {
    Bytes payload = message.payload();
    return new Acknowledgement(-payload.i32(0), detail(message, payload));
  }

  private static String detail(Message message, Bytes payload) {
    if (!message.has(Flags.ACK_TLVS)) {
      return "";
    }
    int echoed = message.has(Flags.CAPPED) ? 0 : (int) payload.u32(4) - Message.HEADER;
    return Attributes.parse(payload.from(FIXED + Encoder.align(echoed)))
        .find(ATTRIBUTE_MESSAGE)
        .map(Bytes::text)
        .orElse("");
  }

  /** Whether the request was carried out. */
  public boolean succeeded() {
    return error == 0;
  }

  /** The exception for a refused request. */
  public KernelException toException(String operation) {
    return new KernelException(operation, Errno.of(error), detail);
  }
}
