package dev.pontoon.engine.relay;

import dev.pontoon.engine.EngineException;
import dev.pontoon.engine.EngineException.Kind;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.linux.conntrack.Conntrack;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.netlink.NetlinkSocket;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.netns.Sysctl;
import dev.pontoon.linux.sys.KernelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Serves published ports that the kernel can't translate, by copying: IPv6 outside and IPv4 inside,
 * and ::1, which can't be routed. There is one relay an engine, and no process and no socket a
 * port: the firewall redirects such connections to the relay's one port, and connection tracking
 * tells the relay where they were going. Where there is no firewall, the relay listens on every
 * published port by itself instead.
 *
 * <p>The container sees the bridge's address as the client. Connections end with the daemon.
 */
public final class Relay implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(90); // Docker's proxy has the same
  private static final int ATTEMPTS = 16;

  private final HostThread host;
  private final InetAddress any;
  private final Optional<Conntrack> conntrack;
  private final Targets targets = new Targets();
  private final TcpRelay tcp;
  private final UdpRelay udp;
  private final boolean everyPort;
  private final Map<PortMapping, Sockets> open = new HashMap<>();
  private int port;

  /** The sockets of a mapping, where it has any. */
  private record Sockets(List<TcpRelay.Entrance> tcp, List<UdpRelay.Entrance> udp) {}

  private Relay(NetworkNamespace namespace, boolean everyPort, Duration idle) {
    this.everyPort = everyPort;
    this.host = new HostThread(namespace);
    this.conntrack =
        everyPort
            ? Optional.empty()
            : Optional.of(new Conntrack(namespace.socket(NetlinkSocket.NETFILTER)));
    Origin origin =
        conntrack.<Origin>map(RedirectedOrigin::new).orElse((_, _, local) -> Optional.of(local));
    boolean ipv6 = namespace.call(() -> Sysctl.exists("ipv6")) && ipv6Sockets();
    this.any = Addresses.parse(ipv6 ? "::" : "0.0.0.0");
    this.tcp = new TcpRelay(host, any, origin, targets);
    this.udp = new UdpRelay(host, origin, targets, idle);
  }

  /**
   * A relay that firewall rules lead to.
   *
   * @param preferredPort the port it had before, so that rules stay right; 0 takes any. Another one
   *     is taken if this one is not free
   */
  public static Relay redirected(NetworkNamespace host, int preferredPort) {
    return redirected(host, preferredPort, IDLE);
  }

  /** The same with less patience for idle UDP clients. */
  static Relay redirected(NetworkNamespace host, int preferredPort, Duration idle) {
    Relay relay = new Relay(host, false, idle);
    try {
      relay.bind(preferredPort);
      return relay;
    } catch (IOException | RuntimeException e) {
      relay.close();
      throw new EngineException(Kind.FAILED, "start the relay: " + e.getMessage(), e);
    }
  }

  /** A relay that binds every port that it serves. */
  public static Relay listening(NetworkNamespace host) {
    return new Relay(host, true, IDLE);
  }

  /**
   * Whether clients by IPv6 are served: not if this process began where no interface had an IPv6
   * address, since Java then has no IPv6 sockets for as long as it runs.
   */
  public boolean ipv6() {
    return Addresses.isV6(any);
  }

  private static boolean ipv6Sockets() {
    try (SocketChannel _ = SocketChannel.open(StandardProtocolFamily.INET6)) {
      return true;
    } catch (UnsupportedOperationException e) {
      return false; // as it is specified
    } catch (IOException e) {
      throw new UncheckedIOException("open an IPv6 socket: " + e.getMessage(), e);
    }
  }

  /** The port, for TCP and UDP, that the firewall redirects to; 0 if it listens on every port. */
  public int port() {
    return port;
  }

  /**
   * Serves a mapping from now on. One that the firewall translates wholly does no harm here, and
   * may be needed: ::1 of an IPv6 mapping comes this way.
   *
   * @throws EngineException FAILED if it has to bind a port and can't
   */
  public synchronized void serve(PortMapping mapping) {
    if (everyPort) {
      open.put(mapping, listen(mapping));
    }
    targets.add(mapping);
  }

  /** Serves a mapping no more, and cuts what passes through it. */
  public synchronized void stop(PortMapping mapping) {
    targets.remove(mapping);
    Sockets sockets = open.remove(mapping);
    if (sockets != null) {
      close(sockets);
    }
    tcp.cut(mapping);
    udp.cut(mapping);
  }

  /** How many TCP connections pass through now. */
  public int tcpConnections() {
    return tcp.connections();
  }

  /** How many UDP clients are served now. */
  public int udpFlows() {
    return udp.flows();
  }

  /** Ends all connections and lets go of all sockets. */
  @Override
  public synchronized void close() {
    udp.close();
    try {
      tcp.close();
    } catch (IOException e) {
      throw new EngineException(Kind.FAILED, "close the relay: " + e.getMessage(), e);
    } finally {
      host.close();
      conntrack.ifPresent(Conntrack::close);
    }
  }

  private void bind(int preferred) throws IOException {
    int wanted = preferred;
    for (int attempt = 1; port == 0; attempt++) {
      try {
        port = bindBoth(wanted);
      } catch (IOException | KernelException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        wanted = 0;
      }
    }
  }

  private int bindBoth(int wanted) throws IOException {
    TcpRelay.Entrance server = tcp.listen(any, wanted);
    int bound = server.port();
    try {
      udp.open(any, bound);
      if (ipv6()) {
        udp.open(Addresses.parse("0.0.0.0"), bound); // the TCP socket takes both families
      }
      return bound;
    } catch (IOException | KernelException e) {
      tcp.stop(server);
      throw e;
    }
  }

  private Sockets listen(PortMapping mapping) {
    if (mapping.protocol() == Protocol.SCTP) {
      throw new EngineException(
          Kind.UNSUPPORTED, "SCTP ports can't be published without a firewall backend");
    }
    Sockets sockets = new Sockets(new ArrayList<>(), new ArrayList<>());
    for (int next = mapping.hostFirst(); next <= mapping.hostLast(); next++) {
      try {
        if (mapping.protocol() == Protocol.TCP) {
          sockets.tcp().add(tcp.listen(mapping.hostAddress(), next));
        } else {
          sockets.udp().add(udp.open(mapping.hostAddress(), next));
        }
      } catch (IOException | KernelException e) {
        close(sockets);
        throw new EngineException(
            Kind.FAILED,
            "listen %s %s port %d: %s"
                .formatted(
                    mapping.protocol(),
                    Addresses.text(mapping.hostAddress()),
                    next,
                    e.getMessage()),
            e);
      }
    }
    return sockets;
  }

  private void close(Sockets sockets) {
    sockets.udp().forEach(udp::stop);
    for (TcpRelay.Entrance server : sockets.tcp()) {
      try {
        tcp.stop(server);
      } catch (IOException e) {
        throw new EngineException(Kind.FAILED, "close a relay's socket: " + e.getMessage(), e);
      }
    }
  }
}
