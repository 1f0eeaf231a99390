package dev.pontoon.linux.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Datagrams with what the kernel tells besides their bytes (cmsg(3)). */
public final class ControlMessages {
  private static final MethodHandle RECVMSG =
      Native.function("recvmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);

  // struct msghdr: name, namelen, iov, iovlen, control, controllen, flags
  private static final int MSGHDR = 56;
  private static final int IOV = 16;
  private static final int IOV_COUNT = 24;
  private static final int CONTROL = 32;
  private static final int CONTROL_LENGTH = 40;
  private static final int CONTROL_SIZE = 256;
  // struct cmsghdr: len, level, type
  private static final int LEVEL = 8;
  private static final int TYPE = 12;
  private static final int HEADER = 16;

  private ControlMessages() {}

  /** One thing told besides. */
  @SuppressWarnings("ArrayRecordComponent") // it is read once and never compared
  public record Control(int level, int type, byte[] data) {}

  /** A datagram with what is told besides. */
  @SuppressWarnings("ArrayRecordComponent") // it is handed on and never compared
  public record Received(byte[] payload, List<Control> controls) {
    public Received {
      controls = List.copyOf(controls);
    }

    /** The data of a kind, if it was told. */
    public Optional<byte[]> control(int level, int type) {
      return controls.stream()
          .filter(control -> control.level() == level && control.type() == type)
          .map(Control::data)
          .findFirst();
    }
  }

  /**
   * Receives one datagram.
   *
   * @param limit at most so many bytes
   * @throws KernelException with EMSGSIZE if it is longer
   */
  public static Received receive(Fd fd, int limit, String operation) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment payload = arena.allocate(limit, Long.BYTES);
      MemorySegment control = arena.allocate(CONTROL_SIZE, Long.BYTES);
      MemorySegment message = header(arena, payload, control);
      long size =
          Native.check(
              operation,
              (state, _) ->
                  (long) RECVMSG.invokeExact(state, fd.number(), message, Sockets.MSG_TRUNC));
      if (size > limit) {
        throw new KernelException(
            operation, Errno.of(Errno.EMSGSIZE), "a datagram of " + size + " bytes");
      }
      MemorySegment told = control.asSlice(0, message.get(JAVA_LONG, CONTROL_LENGTH));
      return new Received(payload.asSlice(0, size).toArray(JAVA_BYTE), controls(told));
    }
  }

  private static MemorySegment header(Arena arena, MemorySegment payload, MemorySegment control) {
    MemorySegment iov = arena.allocate(16, Long.BYTES); // struct iovec: base, len
    iov.set(ADDRESS, 0, payload);
    iov.set(JAVA_LONG, Long.BYTES, payload.byteSize());
    MemorySegment message = arena.allocate(MSGHDR, Long.BYTES);
    message.set(ADDRESS, IOV, iov);
    message.set(JAVA_LONG, IOV_COUNT, 1);
    message.set(ADDRESS, CONTROL, control);
    message.set(JAVA_LONG, CONTROL_LENGTH, control.byteSize());
    return message;
  }

  private static List<Control> controls(MemorySegment told) {
    List<Control> controls = new ArrayList<>();
    long at = 0;
    while (told.byteSize() - at >= HEADER) {
      long length = told.get(JAVA_LONG, at);
      if (length < HEADER || length > told.byteSize() - at) {
        break; // cut off: more was told than there was room for
      }
      controls.add(
          new Control(
              told.get(JAVA_INT, at + LEVEL),
              told.get(JAVA_INT, at + TYPE),
              told.asSlice(at + HEADER, length - HEADER).toArray(JAVA_BYTE)));
      at += length + 7 & -8;
    }
    return controls;
  }
}
