package dev.pontoon.bench;

import dev.pontoon.engine.Engine;
import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.NetworkMode;
import dev.pontoon.engine.model.NetworkSpec;
import dev.pontoon.engine.model.PortSpec;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.engine.model.SandboxSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One container that comes and goes. The kinds take turns: one network and one port; two networks,
 * two ports and a datagram, which makes a tracked connection; none at first, then connected and
 * disconnected; ten ports on a network with IPv6; a port that the engine chooses; every hundredth,
 * a network of its own.
 */
final class ChurnCycle {
  private static final int FIRST_PORT = 20_000;
  private static final int PORTS = 20; // of each worker
  private static final int KINDS = 5;
  private static final int OWN_NETWORK = 100;

  private final Engine engine;
  private final int worker;
  private final int port;

  ChurnCycle(Engine engine, int worker) {
    this.engine = engine;
    this.worker = worker;
    this.port = FIRST_PORT + worker * PORTS;
  }

  void run(long number) throws IOException {
    String id = "%064x".formatted(number);
    if (number % OWN_NETWORK == OWN_NETWORK - 1) {
      ownNetwork(id);
      return;
    }
    String first = network(number);
    String second = network(number + 1);
    switch ((int) (number % KINDS)) {
      case 0 -> attach(id, List.of(first), tcp(port, 1));
      case 1 -> {
        attach(id, List.of(first, second), tcp(port, 1), udp(port));
        knock();
      }
      case 2 -> moving(id, first, second);
      case 3 -> attach(id, List.of("churn6"), tcp(port, 10));
      default -> attach(id, List.of(first), tcp(0, 1));
    }
    engine.detach(id);
  }

  private static String network(long number) {
    return ChurnBench.NETWORKS.get((int) (number % ChurnBench.NETWORKS.size()));
  }

  private void ownNetwork(String id) {
    String name = "own" + worker;
    engine.createNetwork(NetworkSpec.bridge(name));
    attach(id, List.of(name), tcp(port, 1));
    engine.detach(id);
    engine.removeNetwork(name);
  }

  private void moving(String id, String from, String to) {
    attach(id, List.of(from), tcp(port, 2));
    engine.connect(id, EndpointSpec.on(to));
    engine.disconnect(id, from);
    engine.disconnect(id, to);
    engine.connect(id, EndpointSpec.on(from));
  }

  private void attach(String id, List<String> networks, PortSpec... ports) {
    var own = new NetworkMode.Own(networks.stream().map(EndpointSpec::on).toList());
    engine.attach(new SandboxSpec(id, "churn" + worker, own, Stream.of(ports).toList()));
  }

  /**
   * Nobody answers, which the kernel tells the sender of; the connection is tracked all the same.
   */
  private void knock() throws IOException {
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.send(
          ByteBuffer.wrap(new byte[1]),
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
  }

  private static PortSpec tcp(int host, int count) {
    return new PortSpec(Protocol.TCP, Optional.empty(), host, count, 80, count);
  }

  private static PortSpec udp(int host) {
    return PortSpec.of(Protocol.UDP, host, 53);
  }
}
