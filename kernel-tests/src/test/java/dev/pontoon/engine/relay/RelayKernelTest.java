package dev.pontoon.engine.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.engine.firewall.FirewallChange;
import dev.pontoon.engine.firewall.PortRules;
import dev.pontoon.engine.firewall.iptables.IptablesFirewall;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The relay between ::1 and a server on 127.0.0.1 of the same host, by redirection. */
@HostNamespace
class RelayKernelTest {
  private static final InetAddress SERVER = Addresses.parse("127.0.0.1");
  private static final InetAddress LOOPBACK = Addresses.parse("::1");
  private static final int LIMIT = 10_000;

  private HostNetwork host;
  private Relay relay;
  private IptablesFirewall firewall;

  @BeforeEach
  void start(HostNetwork network) {
    host = network;
    relay = Relay.redirected(network.namespace(), 0);
    firewall = new IptablesFirewall(network.namespace(), relay.port());
    firewall.reset(List.of(), List.of(), List.of());
  }

  @AfterEach
  void stop() {
    relay.close();
    firewall.close();
  }

  private PortMapping publish(Protocol protocol, int hostPort, int serverPort) {
    PortMapping mapping =
        new PortMapping(protocol, Addresses.parse("::"), hostPort, SERVER, serverPort, 1, "n");
    relay.serve(mapping);
    firewall.apply(List.of(new FirewallChange.Publish(new PortRules("s", "docker0", mapping))));
    return mapping;
  }

  private ServerSocket server() throws IOException {
    return host.call(() -> new ServerSocket(0, 50, SERVER));
  }

  private Socket connect(InetAddress address, int port) throws IOException {
    return host.call(() -> {
      Socket socket = new Socket();
      socket.setSoTimeout(LIMIT);
      socket.connect(new InetSocketAddress(address, port), LIMIT);
      return socket;
    });
  }

  @Test
  void bothDirectionsEndByThemselves() throws IOException {
    byte[] request = new byte[3_000_000];
    new Random(1).nextBytes(request);
    try (ServerSocket server = server()) {
      publish(Protocol.TCP, 5000, server.getLocalPort());
      CompletableFuture<Void> served =
          inBackground(() -> {
            try (Socket client = server.accept()) {
              byte[] all = client.getInputStream().readAllBytes(); // until the half-close
              client.getOutputStream().write(all);
            }
          });
      try (Socket client = connect(LOOPBACK, 5000)) {
        CompletableFuture<Void> sent =
            inBackground(() -> {
              client.getOutputStream().write(request);
              client.shutdownOutput();
            });
        assertThat(client.getInputStream().readAllBytes()).isEqualTo(request);
        sent.join();
      }
      served.join();
    }
  }

  @Test
  void aServerThatSpeaksFirstIsHeard() throws IOException {
    requireGreeting();
  }

  private void requireGreeting() throws IOException {
    try (ServerSocket server = server()) {
      publish(Protocol.TCP, 5000, server.getLocalPort());
      CompletableFuture<Void> served =
          inBackground(() -> {
            try (Socket client = server.accept()) {
              client.getOutputStream().write("220 ready".getBytes(StandardCharsets.UTF_8));
            }
          });
      try (Socket client = connect(LOOPBACK, 5000)) {
        assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("220 ready");
      }
      served.join();
    }
  }

  @Test
  void theRelaysOwnPortIsRefused() throws IOException {
    try (ServerSocket server = server()) {
      publish(Protocol.TCP, 5000, server.getLocalPort());
      publish(Protocol.TCP, relay.port() == 6000 ? 6001 : 6000, server.getLocalPort());
      for (InetAddress address : List.of(LOOPBACK, SERVER)) {
        assertThatThrownBy(() -> connectAndRead(address, relay.port()))
            .isInstanceOf(IOException.class);
      }
    }
  }

  /** A reset may come as early as in the connect. */
  private void connectAndRead(InetAddress address, int port) throws IOException {
    try (Socket client = connect(address, port)) {
      failAtEnd(client.getInputStream());
    }
  }

  /** A refusal is a reset, or an end at once. */
  private static void failAtEnd(InputStream in) throws IOException {
    if (in.read() < 0) {
      throw new IOException("ended");
    }
  }

  @Test
  void aClosedServerPortResetsTheClient() throws IOException {
    int closed;
    try (ServerSocket server = server()) {
      closed = server.getLocalPort();
    }
    publish(Protocol.TCP, 5000, closed);
    assertThatThrownBy(() -> connectAndRead(LOOPBACK, 5000))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("reset");
  }

  @Test
  void stoppingCutsConnections() throws IOException {
    try (ServerSocket server = server()) {
      PortMapping mapping = publish(Protocol.TCP, 5000, server.getLocalPort());
      try (Socket client = connect(LOOPBACK, 5000);
          Socket served = server.accept()) {
        served.setSoTimeout(LIMIT);
        relay.stop(mapping);
        assertThat(served.getInputStream().read()).isEqualTo(-1);
        assertThatThrownBy(() -> failAtEnd(client.getInputStream()))
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void manyClientsOfUdpAreToldApart() throws IOException {
    try (DatagramSocket server = udpServer()) {
      publish(Protocol.UDP, 5000, server.getLocalPort());
      CompletableFuture<Void> served = inBackground(() -> echo(server, 60));
      List<DatagramSocket> clients = new ArrayList<>();
      try {
        for (int i = 0; i < 20; i++) {
          clients.add(host.call(() -> new DatagramSocket()));
        }
        for (int round = 0; round < 3; round++) {
          for (int i = 0; i < clients.size(); i++) {
            assertThat(ask(clients.get(i), 5000, "client " + i)).isEqualTo("client " + i);
          }
        }
      } finally {
        clients.forEach(DatagramSocket::close);
      }
      served.join();
    }
  }

  @Test
  void idleFlowsOfUdpEnd() throws IOException {
    relay.close();
    relay = Relay.redirected(host.namespace(), relay.port(), Duration.ofMillis(200));
    try (DatagramSocket server = udpServer();
        DatagramSocket client = host.call(() -> new DatagramSocket())) {
      publish(Protocol.UDP, 5000, server.getLocalPort());
      CompletableFuture<Void> served = inBackground(() -> echo(server, 2));
      assertThat(ask(client, 5000, "one")).isEqualTo("one");
      assertThat(relay.udpFlows()).isEqualTo(1);
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> relay.udpFlows() == 0);
      assertThat(ask(client, 5000, "two")).isEqualTo("two");
      served.join();
    }
  }

  @Test
  void aNewRelayTakesTheOldOnesPort() throws IOException {
    int port = relay.port();
    relay.close();
    relay = Relay.redirected(host.namespace(), port);
    assertThat(relay.port()).isEqualTo(port);
    requireGreeting();
  }

  private DatagramSocket udpServer() throws IOException {
    DatagramSocket server = host.call(() -> new DatagramSocket(new InetSocketAddress(SERVER, 0)));
    server.setSoTimeout(LIMIT);
    return server;
  }

  private static void echo(DatagramSocket server, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
      server.receive(packet);
      server.send(packet);
    }
  }

  private static String ask(DatagramSocket client, int port, String question) throws IOException {
    byte[] bytes = question.getBytes(StandardCharsets.UTF_8);
    client.setSoTimeout(LIMIT);
    client.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress(LOOPBACK, port)));
    DatagramPacket answer = new DatagramPacket(new byte[2048], 2048);
    client.receive(answer);
    return new String(Arrays.copyOf(answer.getData(), answer.getLength()), StandardCharsets.UTF_8);
  }

  private interface Work {
    void run() throws IOException;
  }

  private static CompletableFuture<Void> inBackground(Work work) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            work.run();
            done.complete(null);
          } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }
}
