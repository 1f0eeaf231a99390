package dev.pontoon.engine.ports;

import dev.pontoon.engine.model.Protocol;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Supplier;

/** The host's sockets: the part of the host that the choice of ports depends on. */
interface HostSockets {
  /** Runs work inside the host's namespace, where alone the other methods may be called. */
  <T> T inside(Supplier<T> work);

  /** The range that the kernel takes ports from by itself (ip_local_port_range). */
  PortRange ephemeral();

  /** Whether the host has IPv6. */
  boolean ipv6();

  /**
   * Binds a socket, so that nobody else can.
   *
   * @throws dev.pontoon.linux.sys.KernelException with EADDRINUSE if somebody has
   */
  Reserved bind(Protocol protocol, InetAddress address, int port);

  /** The first port of a run at which another socket stands in the way, from one look at all. */
  Optional<Integer> firstTaken(Protocol protocol, InetAddress address, PortRange ports);

  /** Who holds a port, as far as can be seen: {@code nginx, pid 1234}. */
  Optional<String> holder(Protocol protocol, InetAddress address, int port);

  /** A reservation of one port, until it is closed. */
  interface Reserved extends AutoCloseable {
    @Override
    void close();
  }
}
