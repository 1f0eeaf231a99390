package dev.pontoon.engine.relay;

import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.linux.sys.Datagrams;
import dev.pontoon.linux.sys.Datagrams.Datagram;
import dev.pontoon.linux.sys.Epoll;
import dev.pontoon.linux.sys.Fd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * UDP through the relay. One thread receives from all sockets; each client of each port gets a
 * socket of its own towards the container, until nothing has passed for a while.
 */
final class UdpRelay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UdpRelay.class);

  private final HostThread host;
  private final Origin origin;
  private final Targets targets;
  private final Duration idleLimit;
  private final Epoll epoll = Epoll.open();
  private final AtomicLong lastTag = new AtomicLong();
  private final Map<Long, Entrance> entrances = new ConcurrentHashMap<>();
  private final Map<Client, UdpFlow> flows = new ConcurrentHashMap<>();
  private final Thread receiver;
  private volatile boolean closed;

  /** A socket that clients send to. */
  record Entrance(long tag, Fd fd, int port) {}

  /** A client, told apart by where it sends to. */
  private record Client(InetSocketAddress from, InetSocketAddress local) {}

  UdpRelay(HostThread host, Origin origin, Targets targets, Duration idleLimit) {
    this.host = host;
    this.origin = origin;
    this.targets = targets;
    this.idleLimit = idleLimit;
    this.receiver = Thread.ofPlatform().daemon().name("relay-udp").start(this::receive);
  }

  /** Opens a socket for clients. */
  Entrance open(InetAddress address, int port) throws IOException {
    Fd fd = host.open(() -> Datagrams.open(address, port));
    Entrance entrance = new Entrance(lastTag.incrementAndGet(), fd, port);
    entrances.put(entrance.tag(), entrance);
    epoll.add(fd, entrance.tag());
    return entrance;
  }

  /** Closes a socket for clients. */
  void stop(Entrance entrance) {
    entrances.remove(entrance.tag());
    epoll.remove(entrance.fd());
    entrance.fd().close();
  }

  /** Ends a mapping's flows. */
  void cut(PortMapping mapping) {
    flows.values().stream().filter(flow -> flow.mapping().equals(mapping)).forEach(UdpFlow::close);
  }

  private void receive() {
    while (!closed) {
      for (long tag : epoll.await()) {
        Entrance entrance = entrances.get(tag);
        if (entrance != null) {
          drain(entrance);
        }
      }
    }
  }

  private void drain(Entrance entrance) {
    try {
      Optional<Datagram> datagram = Datagrams.receive(entrance.fd());
      while (datagram.isPresent()) {
        forward(entrance, datagram.get());
        datagram = Datagrams.receive(entrance.fd());
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("relay a datagram: {}", e.getMessage()); // lost, as datagrams may be
    }
  }

  private void forward(Entrance entrance, Datagram datagram) throws IOException {
    Client client =
        new Client(datagram.peer(), new InetSocketAddress(datagram.local(), entrance.port()));
    UdpFlow flow = flows.get(client);
    if (flow == null || !flow.send(datagram.payload())) {
      Optional<UdpFlow> opened = openFlow(entrance, client, datagram);
      if (opened.isPresent()) {
        opened.get().send(datagram.payload());
      }
    }
  }

  private Optional<UdpFlow> openFlow(Entrance entrance, Client client, Datagram first)
      throws IOException {
    Optional<Targets.Target> target =
        origin
            .of(Protocol.UDP, client.from(), client.local())
            .flatMap(to -> targets.find(Protocol.UDP, to));
    if (target.isEmpty()) {
      return Optional.empty();
    }
    InetSocketAddress container = target.get().container();
    DatagramChannel channel = host.open(() -> DatagramChannel.open(family(container)));
    channel.connect(container);
    UdpFlow flow = new UdpFlow(target.get().mapping(), channel, idleLimit);
    flows.put(client, flow);
    if (!targets.has(flow.mapping())) {
      flow.close(); // a cut went by before the flow was known
    }
    Thread.ofVirtual()
        .name("relay-udp-answers")
        .start(() -> {
          flow.receive(answer -> Datagrams.send(entrance.fd(), first.answer(answer)));
          flows.remove(client, flow);
        });
    return Optional.of(flow);
  }

  private static StandardProtocolFamily family(InetSocketAddress address) {
    return dev.pontoon.linux.ip.Addresses.isV6(address.getAddress())
        ? StandardProtocolFamily.INET6
        : StandardProtocolFamily.INET;
  }

  /** How many clients are served now. */
  int flows() {
    return flows.size();
  }

  @Override
  public void close() {
    closed = true;
    epoll.wakeUp();
    try {
      receiver.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    entrances.values().forEach(this::stop);
    flows.values().forEach(UdpFlow::close);
    epoll.close();
  }
}
