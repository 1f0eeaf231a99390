package dev.pontoon.engine.ports;

import dev.pontoon.engine.model.Protocol;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.netns.Sysctl;
import dev.pontoon.linux.sockdiag.InetSocket;
import dev.pontoon.linux.sockdiag.SockDiag;
import dev.pontoon.linux.sockdiag.SocketOwners;
import dev.pontoon.linux.sockdiag.SocketQuery;
import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.Fd;
import dev.pontoon.linux.sys.KernelException;
import dev.pontoon.linux.sys.SocketAddresses;
import dev.pontoon.linux.sys.Sockets;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The sockets of a host namespace, as the kernel has them. */
final class KernelSockets implements HostSockets {
  private static final int SO_REUSEADDR = 2;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;
  private static final int FEW = 256; // ports that are tried sooner than all sockets are listed

  private final NetworkNamespace host;
  private final boolean ipv6;

  KernelSockets(NetworkNamespace host) {
    this.host = host;
    // Asked once: finding a path below /proc/sys/net takes longer with each namespace there is.
    this.ipv6 = host.call(() -> Sysctl.exists("ipv6"));
  }

  @Override
  public <T> T inside(Supplier<T> work) {
    return host.<T, RuntimeException>call(work::get);
  }

  @Override
  public PortRange ephemeral() {
    String[] ends = Sysctl.get("ipv4/ip_local_port_range").split("\\s+", 2);
    return new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
  }

  @Override
  public boolean ipv6() {
    return ipv6;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Connections that a server left in TIME_WAIT stand in the way of a socket without
   * SO_REUSEADDR, but a living server stands in the way of any: so a refused bind is tried once
   * more with it. The option goes again afterwards, lest others share the port.
   */
  @Override
  public Reserved bind(Protocol protocol, InetAddress address, int port) {
    Fd fd = open(protocol, address);
    try {
      try {
        bind(fd, address, port);
      } catch (KernelException e) {
        if (protocol != Protocol.TCP || !e.errno().is(Errno.EADDRINUSE)) {
          throw e;
        }
        Sockets.setOption(fd, Sockets.SOL_SOCKET, SO_REUSEADDR, 1);
        bind(fd, address, port);
        Sockets.setOption(fd, Sockets.SOL_SOCKET, SO_REUSEADDR, 0);
      }
      return fd::close;
    } catch (KernelException e) {
      fd.close();
      throw e;
    }
  }

  private static Fd open(Protocol protocol, InetAddress address) {
    int type = protocol == Protocol.TCP ? Sockets.SOCK_STREAM : Sockets.SOCK_DGRAM;
    Fd fd = Sockets.socket(SocketAddresses.family(address), type, protocol.number());
    if (Addresses.isV6(address)) {
      Sockets.setOption(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
    }
    return fd;
  }

  private static void bind(Fd fd, InetAddress address, int port) {
    Sockets.bind(
        fd, SocketAddresses.encode(address, port), "bind " + Addresses.text(address) + " " + port);
  }

  @Override
  public Optional<Integer> firstTaken(Protocol protocol, InetAddress address, PortRange ports) {
    if (ports.count() <= FEW && protocol != Protocol.SCTP) {
      return IntStream.rangeClosed(ports.first(), ports.last())
          .filter(port -> !free(protocol, address, port))
          .boxed()
          .findFirst();
    }
    return holding(protocol, address)
        .map(InetSocket::port)
        .filter(port -> port >= ports.first() && port <= ports.last())
        .distinct()
        .sorted()
        .filter(port -> !free(protocol, address, port))
        .findFirst();
  }

  /** A try, since sock_diag does not tell which IPv6 sockets leave IPv4 alone. */
  private boolean free(Protocol protocol, InetAddress address, int port) {
    try (Reserved _ = bind(protocol, address, port)) {
      return true;
    } catch (KernelException e) {
      return false;
    }
  }

  @Override
  public Optional<String> holder(Protocol protocol, InetAddress address, int port) {
    return holding(protocol, address)
        .filter(socket -> socket.port() == port)
        .flatMap(socket -> new SocketOwners().find(socket.inode()).stream())
        .map(owner -> owner.command() + ", pid " + owner.pid())
        .findFirst();
  }

  /** Sockets that a bind to the address would meet. An IPv6 one may hold IPv4 as well. */
  private static Stream<InetSocket> holding(Protocol protocol, InetAddress address) {
    if (protocol == Protocol.SCTP) {
      return Stream.empty();
    }
    try (NetworkNamespace here = NetworkNamespace.current();
        SockDiag sockets = SockDiag.open(here)) {
      return Stream.of(Sockets.AF_INET, Sockets.AF_INET6)
          .flatMap(family -> sockets.list(SocketQuery.bound(family, protocol.number())).stream())
          .filter(socket -> meet(socket.address(), address))
          .toList()
          .stream();
    }
  }

  private static boolean meet(InetAddress bound, InetAddress wanted) {
    boolean sameFamily = Addresses.isV6(bound) == Addresses.isV6(wanted);
    boolean any = bound.isAnyLocalAddress() || wanted.isAnyLocalAddress();
    return bound.equals(wanted)
        || (sameFamily && any)
        || (Addresses.isV6(bound) && bound.isAnyLocalAddress() && !Addresses.isV6(wanted));
  }
}
