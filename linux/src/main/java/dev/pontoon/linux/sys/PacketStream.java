package dev.pontoon.linux.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A connected unix socket of type SOCK_SEQPACKET: packets keep their borders. One thread may read
 * while another writes. Reads wait in the kernel, so they belong on a platform thread.
 */
public final class PacketStream implements AutoCloseable {
  private static final MethodHandle SHUTDOWN =
      Native.function("shutdown", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final int SHUT_WR = 1;
  private static final int SHUT_RDWR = 2;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int O_PATH = 0x200000;
  private static final int O_DIRECTORY = 0x10000;
  private static final int O_CLOEXEC = 0x80000;
  private static final MethodHandle OPEN =
      Native.variadic("open", 2, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);

  private final Fd fd;

  private PacketStream(Fd fd) {
    this.fd = fd;
  }

  /** Connects to a listening socket. */
  public static PacketStream connect(Path path) {
    String operation = "connect to " + path;
    Fd fd = Sockets.socket(Sockets.AF_UNIX, Sockets.SOCK_SEQPACKET, 0);
    try (Fd directory = open(path.resolveSibling("."))) {
      // unix(7) allows 107 bytes: a path through the directory's descriptor is always short enough.
      String reachable = "/proc/self/fd/" + directory.number() + "/" + path.getFileName();
      Sockets.connect(fd, address(reachable), operation);
      return new PacketStream(fd);
    } catch (RuntimeException e) {
      fd.close();
      throw e;
    }
  }

  private static Fd open(Path directory) {
    return new Fd(
        Native.checkInt(
            "open " + directory,
            (state, arena) ->
                (int)
                    OPEN.invokeExact(
                        state,
                        arena.allocateFrom(directory.toString()),
                        O_PATH | O_DIRECTORY | O_CLOEXEC,
                        0)));
  }

  /**
   * Receives one packet; an empty one is the end.
   *
   * @param limit in bytes; a longer packet is an error
   */
  public byte[] receive(int limit) {
    return Sockets.receive(fd, limit, 0, "receive a packet");
  }

  /** Sends one packet. */
  public void send(byte[] packet) {
    Sockets.send(fd, packet, MSG_NOSIGNAL, "send a packet");
  }

  /** Tells the peer that nothing more will be sent. */
  public void shutdownOutput() {
    shutdown(SHUT_WR);
  }

  /** Ends both directions, so that a thread waiting in {@link #receive} returns. */
  public void shutdown() {
    shutdown(SHUT_RDWR);
  }

  private void shutdown(int how) {
    Native.check(
        "shut down a socket", (state, _) -> (int) SHUTDOWN.invokeExact(state, fd.number(), how));
  }

  @Override
  public void close() {
    fd.close();
  }

  private static byte[] address(String path) {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    byte[] address = new byte[2 + name.length + 1]; // struct sockaddr_un
    address[0] = Sockets.AF_UNIX;
    System.arraycopy(name, 0, address, 2, name.length);
    return address;
  }
}
