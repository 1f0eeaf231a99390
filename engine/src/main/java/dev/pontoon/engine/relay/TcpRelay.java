package dev.pontoon.engine.relay;

import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.Protocol;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TCP through the relay: a virtual thread for each listening socket and two a connection. */
final class TcpRelay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TcpRelay.class);
  private static final int BACKLOG = 1_024;

  private final HostThread host;
  private final InetAddress any;
  private final Origin origin;
  private final Targets targets;
  private final Set<Entrance> listening = ConcurrentHashMap.newKeySet();
  private final Set<TcpConnection> connections = ConcurrentHashMap.newKeySet();

  TcpRelay(HostThread host, InetAddress any, Origin origin, Targets targets) {
    this.host = host;
    this.any = any;
    this.origin = origin;
    this.targets = targets;
  }

  /** A listening socket, perhaps shared: it ends with its last user. */
  record Entrance(ServerSocketChannel server, AtomicInteger users, Thread acceptor) {
    int port() throws IOException {
      return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }
  }

  /**
   * Listens.
   *
   * <p>Java's sockets on :: take IPv4 as well, and so stand in the way of one on 0.0.0.0: both
   * share a socket.
   *
   * @param port 0 lets the kernel choose
   */
  synchronized Entrance listen(InetAddress address, int port) throws IOException {
    Optional<Entrance> shared = address.isAnyLocalAddress() ? anywhere(port) : Optional.empty();
    if (shared.isPresent()) {
      shared.get().users().incrementAndGet();
      return shared.get();
    }
    InetAddress bound = address.isAnyLocalAddress() ? any : address;
    ServerSocketChannel server = host.open(() -> server(bound, port));
    Thread acceptor = Thread.ofVirtual().name("relay-accept").start(() -> accept(server));
    Entrance entrance = new Entrance(server, new AtomicInteger(1), acceptor);
    listening.add(entrance);
    return entrance;
  }

  private Optional<Entrance> anywhere(int port) throws IOException {
    for (Entrance entrance : listening) {
      InetSocketAddress local = (InetSocketAddress) entrance.server().getLocalAddress();
      if (local.getPort() == port && local.getAddress().isAnyLocalAddress()) {
        return Optional.of(entrance);
      }
    }
    return Optional.empty();
  }

  private static ServerSocketChannel server(InetAddress address, int port) throws IOException {
    ServerSocketChannel opened = open(address);
    try {
      opened.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      return opened.bind(new InetSocketAddress(address, port), BACKLOG);
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  private static ServerSocketChannel open(InetAddress address) throws IOException {
    try {
      return ServerSocketChannel.open(family(address));
    } catch (UnsupportedOperationException e) {
      throw new IOException("this process has no IPv6 sockets", e);
    }
  }

  /** How many connections pass through now. */
  int connections() {
    return connections.size();
  }

  /** Cuts a mapping's connections. */
  void cut(PortMapping mapping) {
    connections.stream()
        .filter(connection -> connection.mapping().equals(mapping))
        .forEach(TcpConnection::close);
  }

  /** Listens no more, unless others share the socket. */
  synchronized void stop(Entrance entrance) throws IOException {
    if (entrance.users().decrementAndGet() == 0) {
      listening.remove(entrance);
      entrance.server().close();
      join(entrance.acceptor());
    }
  }

  /** The socket itself goes only when the thread in accept has noticed. */
  private static void join(Thread acceptor) {
    try {
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept(ServerSocketChannel server) {
    while (server.isOpen()) {
      try {
        SocketChannel client = server.accept();
        Thread.ofVirtual().name("relay-tcp").start(() -> serve(client));
      } catch (ClosedChannelException e) {
        return; // stopped
      } catch (IOException e) {
        LOG.warn("accept a connection to relay: {}", e.getMessage());
      }
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      InetSocketAddress from = (InetSocketAddress) client.getRemoteAddress();
      InetSocketAddress local = (InetSocketAddress) client.getLocalAddress();
      Optional<Targets.Target> target =
          origin.of(Protocol.TCP, from, local).flatMap(to -> targets.find(Protocol.TCP, to));
      if (target.isEmpty()) {
        reset(client);
        return;
      }
      relay(client, target.get());
    } catch (IOException | RuntimeException e) {
      LOG.debug("relay a connection: {}", e.getMessage());
    }
  }

  private void relay(SocketChannel client, Targets.Target target) throws IOException {
    try (SocketChannel server =
            host.open(() -> SocketChannel.open(family(target.container().getAddress())));
        TcpConnection connection = new TcpConnection(client, server, target.mapping())) {
      connections.add(connection);
      try {
        // known first and asked for once more then, so that a cut can't miss it
        if (targets.has(target.mapping()) && connected(server, target)) {
          connection.pump();
        } else {
          reset(client); // as the container would have answered
        }
      } finally {
        connections.remove(connection);
      }
    }
  }

  private static boolean connected(SocketChannel server, Targets.Target target) {
    try {
      return server.connect(target.container());
    } catch (IOException e) {
      LOG.debug("connect to {}: {}", target.container(), e.getMessage());
      return false;
    }
  }

  /** Makes the close that follows a reset (RFC 9293) instead of an orderly end. */
  private static void reset(SocketChannel channel) throws IOException {
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
  }

  private static StandardProtocolFamily family(InetAddress address) {
    return address instanceof Inet6Address
        ? StandardProtocolFamily.INET6
        : StandardProtocolFamily.INET;
  }

  @Override
  public void close() throws IOException {
    for (Entrance entrance : listening) {
      entrance.server().close();
    }
    listening.forEach(entrance -> join(entrance.acceptor())); // the next relay has these ports
    connections.forEach(TcpConnection::close);
  }
}
