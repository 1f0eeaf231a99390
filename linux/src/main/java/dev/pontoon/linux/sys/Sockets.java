package dev.pontoon.linux.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Socket system calls on raw descriptors; a socket belongs to the namespace it was opened in. */
public final class Sockets {
  public static final int AF_UNIX = 1;
  public static final int AF_INET = 2;
  public static final int AF_INET6 = 10;
  public static final int AF_NETLINK = 16;
  public static final int SOCK_STREAM = 1;
  public static final int SOCK_DGRAM = 2;
  public static final int SOCK_RAW = 3;
  public static final int SOCK_SEQPACKET = 5;
  public static final int SOCK_CLOEXEC = 0x80000;
  public static final int SOL_SOCKET = 1;
  public static final int SO_RCVTIMEO = 20;
  public static final int SO_SNDBUFFORCE = 32;
  public static final int SO_RCVBUFFORCE = 33;
  public static final int MSG_TRUNC = 0x20;
  public static final int MSG_DONTWAIT = 0x40;

  private static final MethodHandle SOCKET =
      Native.function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND =
      Native.function("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CONNECT =
      Native.function("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      Native.function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SEND =
      Native.function("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle RECV =
      Native.function("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle GETSOCKNAME =
      Native.function("getsockname", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle POLL =
      Native.function("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final int POLL_IN = 1;
  private static final int ADDRESS_LIMIT = 128; // struct sockaddr_storage

  private Sockets() {}

  /** Opens a socket, always close-on-exec, in the calling thread's network namespace. */
  public static Fd socket(int family, int type, int protocol) {
    return new Fd(
        Native.checkInt(
            "open a socket of family " + family,
            (state, arena) ->
                (int) SOCKET.invokeExact(state, family, type | SOCK_CLOEXEC, protocol)));
  }

  /** Binds to a socket address given in the kernel's layout. */
  public static void bind(Fd fd, byte[] address, String operation) {
    Native.check(
        operation,
        (state, arena) ->
            (int)
                BIND.invokeExact(
                    state, fd.number(), arena.allocateFrom(JAVA_BYTE, address), address.length));
  }

  /** The address that it is bound to, in the kernel's layout. */
  public static byte[] address(Fd fd) {
    try (Arena buffers = Arena.ofConfined()) {
      MemorySegment address = buffers.allocate(ADDRESS_LIMIT, Long.BYTES);
      MemorySegment length = Native.intPointer(buffers, ADDRESS_LIMIT);
      Native.check(
          "get a socket's address",
          (state, _) -> (int) GETSOCKNAME.invokeExact(state, fd.number(), address, length));
      return address.asSlice(0, length.get(JAVA_INT, 0)).toArray(JAVA_BYTE);
    }
  }

  /** Connects to a socket address given in the kernel's layout. */
  public static void connect(Fd fd, byte[] address, String operation) {
    Native.check(
        operation,
        (state, arena) ->
            (int)
                CONNECT.invokeExact(
                    state, fd.number(), arena.allocateFrom(JAVA_BYTE, address), address.length));
  }

  /** Sets an option whose value is an int. */
  public static void setOption(Fd fd, int level, int option, int value) {
    Native.check(
        "set socket option " + level + "/" + option,
        (state, arena) ->
            (int)
                SETSOCKOPT.invokeExact(
                    state, fd.number(), level, option, Native.intPointer(arena, value), 4));
  }

  /** Lets a receive fail with EAGAIN when nothing comes for so long (SO_RCVTIMEO). */
  public static void setReceiveLimit(Fd fd, int milliseconds) {
    Native.check(
        "set the receive limit",
        (state, arena) -> {
          MemorySegment timeval = arena.allocate(16, 8); // struct timeval: seconds, microseconds
          timeval.set(JAVA_LONG, 0, milliseconds / 1000);
          timeval.set(JAVA_LONG, 8, milliseconds % 1000 * 1000L);
          return (int)
              SETSOCKOPT.invokeExact(state, fd.number(), SOL_SOCKET, SO_RCVTIMEO, timeval, 16);
        });
  }

  /** Sends bytes as one datagram or, on a stream, as many as fit; returns the count. */
  public static long send(Fd fd, byte[] bytes, int flags, String operation) {
    return Native.check(
        operation,
        (state, arena) ->
            (long)
                SEND.invokeExact(
                    state,
                    fd.number(),
                    arena.allocateFrom(JAVA_BYTE, bytes),
                    (long) bytes.length,
                    flags));
  }

  /**
   * Receives one datagram or what a stream has; nothing is the end of a stream.
   *
   * @param limit at most so many bytes
   * @throws KernelException with EMSGSIZE if a datagram is longer than the limit
   */
  public static byte[] receive(Fd fd, int limit, int flags, String operation) {
    try (Arena buffers = Arena.ofConfined()) {
      MemorySegment buffer = buffers.allocate(limit, Long.BYTES);
      long size =
          Native.check(
              operation,
              (state, arena) ->
                  (long)
                      RECV.invokeExact(
                          state, fd.number(), buffer, (long) limit, flags | MSG_TRUNC));
      if (size > limit) {
        throw new KernelException(
            operation, Errno.of(Errno.EMSGSIZE), "a datagram of " + size + " bytes");
      }
      return buffer.asSlice(0, size).toArray(JAVA_BYTE);
    }
  }

  /**
   * Waits until there is something to receive.
   *
   * @param milliseconds at most so long; -1 waits for ever
   * @return whether there is something
   */
  public static boolean awaitReadable(Fd fd, int milliseconds) {
    return Native.check(
            "wait for a socket",
            (state, arena) -> {
              MemorySegment pollfd = arena.allocate(8, 4); // struct pollfd: fd, events, revents
              pollfd.set(JAVA_INT, 0, fd.number());
              pollfd.set(java.lang.foreign.ValueLayout.JAVA_SHORT, 4, (short) POLL_IN);
              return (int) POLL.invokeExact(state, pollfd, 1L, milliseconds);
            })
        > 0;
  }
}
