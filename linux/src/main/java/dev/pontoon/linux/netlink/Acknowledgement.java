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
  private static final int ERROR_SIZE = 4;

  /** Reads an NLMSG_ERROR message, or an NLMSG_DONE that carries an error. */
  static Acknowledgement parse(Message message) {
    Bytes payload = message.payload();
    return new Acknowledgement(-payload.i32(0), detail(message, payload));
  }

  private static String detail(Message message, Bytes payload) {
    if (!message.has(Flags.ACK_TLVS)) {
      return "";
    }
    return Attributes.parse(payload.from(ERROR_SIZE + echoed(message, payload)))
        .find(ATTRIBUTE_MESSAGE)
        .map(Bytes::text)
        .orElse("");
  }

  /** The size of what an error repeats of its request: the header, and uncapped the payload too. */
  private static int echoed(Message message, Bytes payload) {
    if (message.type() != Message.ERROR) {
      return 0;
    }
    return message.has(Flags.CAPPED)
        ? Message.HEADER
        : Encoder.align((int) payload.u32(ERROR_SIZE));
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
