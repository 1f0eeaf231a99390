package dev.pontoon.linux.netlink;

import java.util.ArrayList;
import java.util.List;

/**
 * A message from the kernel (struct nlmsghdr and what follows it).
 *
 * @param sequence the request's that it answers; 0 for notifications
 * @param portId of the socket whose request caused it; 0 if the kernel itself did
 */
public record Message(int type, int flags, long sequence, long portId, Bytes payload) {
  public static final int NOOP = 1;
  public static final int ERROR = 2;
  public static final int DONE = 3;
  static final int HEADER = 16;

  /** One that the kernel itself caused. */
  public Message(int type, int flags, long sequence, Bytes payload) {
    this(type, flags, sequence, 0, payload);
  }

  /** Whether a flag of {@link Flags} is set. */
  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Whether no more messages of the same answer follow. */
  boolean isLast() {
    return type == DONE || type == ERROR || !has(Flags.MULTI);
  }

  /**
   * Splits a datagram into its messages.
   *
   * @throws MalformedMessageException if a length is wrong
   */
  public static List<Message> parse(Bytes datagram) {
    List<Message> messages = new ArrayList<>();
    int at = 0;
    while (datagram.length() - at >= HEADER) {
      long size = datagram.u32(at);
      if (size < HEADER || size > datagram.length() - at) {
        throw new MalformedMessageException("a message of " + size + " bytes at " + at);
      }
      messages.add(
          new Message(
              datagram.u16(at + 4),
              datagram.u16(at + 6),
              datagram.u32(at + 8),
              datagram.u32(at + 12),
              datagram.slice(at + HEADER, (int) size - HEADER)));
      at += Encoder.align((int) size);
    }
    return messages;
  }

  /** Writes a request as it goes to the kernel. */
  static void write(Encoder out, Request request, long sequence) {
    out.u32(HEADER + request.payload().length())
        .u16(request.type())
        .u16(request.flags() | Flags.REQUEST)
        .u32(sequence)
        .u32(0)
        .bytes(request.payload());
    while (out.length() % 4 != 0) {
      out.u8(0);
    }
  }
}
