package dev.pontoon.linux.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * UDP with both ends of every datagram: to which of the host's addresses it came, and from which
 * one the answer goes (IP_PKTINFO, ip(7); IPV6_PKTINFO, RFC 3542).
 */
public final class Datagrams {
  private static final MethodHandle RECVMSG =
      Native.function("recvmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SENDMSG =
      Native.function("sendmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);

  private static final int MAX_PAYLOAD = 65_535;
  private static final int IPPROTO_IP = 0;
  private static final int IP_PKTINFO = 8;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_RECVPKTINFO = 49;
  private static final int IPV6_PKTINFO = 50;
  private static final int IPV6_V6ONLY = 26;

  // struct msghdr: name, namelen, iov, iovlen, control, controllen, flags
  private static final int MSGHDR = 56;
  private static final int NAME_LENGTH = 8;
  private static final int IOV = 16;
  private static final int IOV_COUNT = 24;
  private static final int CONTROL = 32;
  private static final int CONTROL_LENGTH = 40;
  // struct cmsghdr: len, level, type
  private static final int CMSG_LEVEL = 8;
  private static final int CMSG_TYPE = 12;
  private static final int CMSG_DATA = 16;
  private static final int CONTROL_SIZE = 128;
  private static final int PKTINFO_V4 = 12; // struct in_pktinfo: ifindex, spec_dst, addr
  private static final int PKTINFO_V6 = 20; // struct in6_pktinfo: addr, ifindex
  private static final int V4_LOCAL = 4;
  private static final int V6_LINK = 16;

  private Datagrams() {}

  /**
   * One datagram.
   *
   * @param peer the other end
   * @param local the host's address it came to, or goes from
   * @param link the index of the link; 0 lets the kernel choose
   */
  @SuppressWarnings("ArrayRecordComponent") // it is handed on and never compared
  public record Datagram(byte[] payload, InetSocketAddress peer, InetAddress local, int link) {
    /** An answer: from where this one came to, back to where it came from. */
    public Datagram answer(byte[] other) {
      boolean scoped = local instanceof Inet6Address v6 && v6.isLinkLocalAddress();
      return new Datagram(other, peer, local, scoped ? link : 0);
    }
  }

  /** Opens a socket and binds it, in the calling thread's network namespace. */
  public static Fd open(InetAddress address, int port) {
    boolean v6 = address instanceof Inet6Address;
    Fd fd = Sockets.socket(SocketAddresses.family(address), Sockets.SOCK_DGRAM, 0);
    try {
      if (v6) {
        Sockets.setOption(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
      }
      Sockets.setOption(fd, v6 ? IPPROTO_IPV6 : IPPROTO_IP, v6 ? IPV6_RECVPKTINFO : IP_PKTINFO, 1);
      Sockets.bind(
          fd,
          SocketAddresses.encode(address, port),
          "bind UDP " + address.getHostAddress() + " " + port);
      return fd;
    } catch (KernelException e) {
      fd.close();
      throw e;
    }
  }

  /** The next datagram; empty if there is none now. */
  public static Optional<Datagram> receive(Fd fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment message = arena.allocate(MSGHDR, Long.BYTES);
      MemorySegment name = arena.allocate(SocketAddresses.MAX_SIZE, Long.BYTES);
      MemorySegment payload = arena.allocate(MAX_PAYLOAD);
      MemorySegment control = arena.allocate(CONTROL_SIZE, Long.BYTES);
      fill(arena, message, name, payload, control);
      long size =
          Native.check(
              "receive a datagram",
              (state, _) ->
                  (long) RECVMSG.invokeExact(state, fd.number(), message, Sockets.MSG_DONTWAIT));
      return Optional.of(datagram(message, name, payload.asSlice(0, size), control));
    } catch (KernelException e) {
      if (e.errno().is(Errno.EAGAIN)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Sends a datagram. */
  public static void send(Fd fd, Datagram datagram) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment message = arena.allocate(MSGHDR, Long.BYTES);
      byte[] name = SocketAddresses.encode(datagram.peer().getAddress(), datagram.peer().getPort());
      fill(
          arena,
          message,
          arena.allocateFrom(JAVA_BYTE, name),
          payload(arena, datagram.payload()),
          source(arena, datagram));
      Native.check(
          "send a datagram to " + datagram.peer(),
          (state, _) -> (long) SENDMSG.invokeExact(state, fd.number(), message, 0));
    }
  }

  private static MemorySegment payload(Arena arena, byte[] bytes) {
    return bytes.length == 0
        ? MemorySegment.NULL
        : arena.allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
  }

  private static void fill(
      Arena arena,
      MemorySegment message,
      MemorySegment name,
      MemorySegment payload,
      MemorySegment control) {
    MemorySegment iov = arena.allocate(16, Long.BYTES); // struct iovec: base, len
    iov.set(ADDRESS, 0, payload);
    iov.set(JAVA_LONG, Long.BYTES, payload.byteSize());
    message.set(ADDRESS, 0, name);
    message.set(JAVA_INT, NAME_LENGTH, (int) name.byteSize());
    message.set(ADDRESS, IOV, iov);
    message.set(JAVA_LONG, IOV_COUNT, 1);
    message.set(ADDRESS, CONTROL, control);
    message.set(JAVA_LONG, CONTROL_LENGTH, control.byteSize());
  }

  private static Datagram datagram(
      MemorySegment message, MemorySegment name, MemorySegment payload, MemorySegment control) {
    InetSocketAddress peer = SocketAddresses.decode(name.toArray(JAVA_BYTE));
    boolean v6 = control.get(JAVA_INT, CMSG_LEVEL) == IPPROTO_IPV6;
    if (message.get(JAVA_LONG, CONTROL_LENGTH) < CMSG_DATA) {
      throw new IllegalStateException("a datagram without packet information");
    }
    MemorySegment info = control.asSlice(CMSG_DATA);
    return new Datagram(
        payload.toArray(JAVA_BYTE),
        peer,
        v6 ? address(info, 0, 16) : address(info, V4_LOCAL, 4),
        info.get(JAVA_INT, v6 ? V6_LINK : 0));
  }

  private static InetAddress address(MemorySegment info, int offset, int length) {
    return SocketAddresses.address(info.asSlice(offset, length).toArray(JAVA_BYTE));
  }

  private static MemorySegment source(Arena arena, Datagram datagram) {
    boolean v6 = datagram.local() instanceof Inet6Address;
    int size = v6 ? PKTINFO_V6 : PKTINFO_V4;
    MemorySegment control = arena.allocate((CMSG_DATA + size + 7) & ~7, Long.BYTES);
    control.set(JAVA_LONG, 0, CMSG_DATA + size);
    control.set(JAVA_INT, CMSG_LEVEL, v6 ? IPPROTO_IPV6 : IPPROTO_IP);
    control.set(JAVA_INT, CMSG_TYPE, v6 ? IPV6_PKTINFO : IP_PKTINFO);
    MemorySegment info = control.asSlice(CMSG_DATA);
    info.set(JAVA_INT, v6 ? V6_LINK : 0, datagram.link());
    byte[] local = datagram.local().getAddress();
    MemorySegment.copy(local, 0, info, JAVA_BYTE, v6 ? 0 : V4_LOCAL, local.length);
    return control;
  }
}
