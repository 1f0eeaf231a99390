package dev.pontoon.engine.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.engine.EngineException;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.PortSpec;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.netns.Sysctl;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports are held against everybody on a real host. */
@HostNamespace
class HostPortsKernelTest {
  private HostNetwork host;
  private HostPorts ports;

  @BeforeEach
  void open(HostNetwork network) {
    host = network;
    ports = HostPorts.open(network.namespace(), 100);
  }

  @AfterEach
  void close() {
    ports.close();
  }

  private static PublishTarget container(String name) {
    return new PublishTarget(
        name,
        name,
        Optional.of(new PublishTarget.Destination("network", Addresses.parse("172.17.0.2"))),
        Optional.empty(),
        Optional.empty());
  }

  private static PortSpec at(String address, int port) {
    return new PortSpec(Protocol.TCP, Optional.of(Addresses.parse(address)), port, 1, 80, 1);
  }

  private List<PortMapping> publish(PortSpec... specs) {
    return ports.allocate(container("web"), List.of(specs)).mappings();
  }

  private ServerSocketChannel listen(String address, int port) throws IOException {
    InetAddress ip = Addresses.parse(address);
    StandardProtocolFamily family =
        Addresses.isV6(ip) ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    return host.call(() -> {
      ServerSocketChannel server = ServerSocketChannel.open(family);
      try {
        return server
            .setOption(StandardSocketOptions.SO_REUSEADDR, true)
            .bind(new InetSocketAddress(ip, port));
      } catch (IOException e) {
        server.close();
        throw e;
      }
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "127.0.0.1", "::", "::1"})
  void nobodyElseCanListenOnAPublishedPort(String address) {
    publish(PortSpec.of(Protocol.TCP, 5000, 80));
    assertThatThrownBy(() -> listen(address, 5000).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Address already in use");
  }

  @Test
  void aReleasedPortIsFreeAgain() throws IOException {
    List<PortMapping> mappings = publish(PortSpec.of(Protocol.TCP, 5000, 80));
    assertThat(mappings).hasSize(2);
    ports.release(mappings);
    listen("0.0.0.0", 5000).close();
    assertThat(ports.reserved()).isZero();
    publish(PortSpec.of(Protocol.TCP, 5000, 80));
  }

  @Test
  void anotherContainersPortIsNamedInDockersWords() {
    publish(PortSpec.of(Protocol.TCP, 5000, 80));
    assertThatThrownBy(
            () -> ports.allocate(container("web2"), List.of(PortSpec.of(Protocol.TCP, 5000, 8080))))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "driver failed programming external connectivity on endpoint web2: "
                + "Bind for 0.0.0.0:5000 failed: port is already allocated");
  }

  @Test
  void aProcessThatHasThePortIsNamed() throws IOException {
    long self = ProcessHandle.current().pid();
    try (ServerSocketChannel server = listen("127.0.0.1", 5000)) {
      assertThat(server.isOpen()).isTrue();
      assertThatThrownBy(() ->
              publish(PortSpec.of(Protocol.TCP, 4000, 80), PortSpec.of(Protocol.TCP, 5000, 80)))
          .hasMessage(
              "driver failed programming external connectivity on endpoint web: listen tcp4"
                  + " 0.0.0.0:5000: bind: address already in use (held by java, pid "
                  + self
                  + ")");
      assertThat(ports.reserved()).as("what was held for the first request").isZero();
    }
  }

  @Test
  void anIpv6SocketThatTakesIpv4StandsInTheWayOfBoth() throws IOException {
    try (ServerSocketChannel server = listen("::", 5000)) {
      assertThat(server.isOpen()).isTrue();
      assertThatThrownBy(() -> publish(at("127.0.0.1", 5000)))
          .hasMessageContaining("listen tcp4 127.0.0.1:5000")
          .hasMessageContaining("held by java");
    }
  }

  @Test
  void distinctAddressesShareAPortNumber() {
    publish(at("127.0.0.1", 5000), at("127.0.0.2", 5000), at("::1", 5000));
    publish(new PortSpec(Protocol.UDP, Optional.of(Addresses.parse("127.0.0.1")), 5000, 1, 80, 1));
    assertThatThrownBy(() -> publish(at("0.0.0.0", 5000)))
        .hasMessageContaining("port is already allocated");
    assertThatThrownBy(() -> publish(at("127.0.0.2", 5000)))
        .hasMessageContaining("port is already allocated");
  }

  @Test
  void anAddressThatIsNotTheHostsIsRefused() {
    assertThatThrownBy(() -> publish(at("192.0.2.77", 5000)))
        .hasMessage(
            "driver failed programming external connectivity on endpoint web: listen tcp4"
                + " 192.0.2.77:5000: bind: cannot assign requested address");
  }

  @Test
  void aRandomPortIsTheSameInBothFamiliesAndFree() throws IOException {
    host.call(() -> {
      Sysctl.set("ipv4/ip_local_port_range", "40000 40003");
      return 0;
    });
    try (ServerSocketChannel taken = listen("127.0.0.1", 40_001)) {
      assertThat(taken.isOpen()).isTrue();
      PortSpec any = PortSpec.of(Protocol.TCP, 0, 80);
      List<PortMapping> mappings = publish(any, any, any);
      assertThat(mappings)
          .extracting(PortMapping::hostFirst)
          .containsExactly(40_000, 40_000, 40_002, 40_002, 40_003, 40_003);
      assertThatThrownBy(() -> publish(any))
          .hasMessageContaining("no free port in 40000-40003/tcp");
    }
  }

  @Test
  void oneOfARangeIsChosen() throws IOException {
    try (ServerSocketChannel taken = listen("0.0.0.0", 8000)) {
      assertThat(taken.isOpen()).isTrue();
      PortSpec one = new PortSpec(Protocol.TCP, Optional.empty(), 8000, 3, 80, 1);
      assertThat(publish(one)).extracting(PortMapping::hostFirst).containsOnly(8001);
      assertThat(publish(one)).extracting(PortMapping::hostFirst).containsOnly(8002);
      assertThatThrownBy(() -> publish(one)).hasMessageContaining("no free port in 8000-8002/tcp");
    }
  }

  @Test
  void whatIsBeyondTheLimitIsSaidAndStillChecked() throws IOException {
    PortSpec range = new PortSpec(Protocol.UDP, Optional.empty(), 20_000, 300, 20_000, 300);
    try (DatagramChannel taken =
        host.call(() ->
            DatagramChannel.open(StandardProtocolFamily.INET)
                .bind(new InetSocketAddress(Addresses.parse("127.0.0.1"), 20_299)))) {
      assertThat(taken.isOpen()).isTrue();
      assertThatThrownBy(() -> publish(range))
          .hasMessageContaining("listen udp4 0.0.0.0:20299: bind: address already in use");
      assertThat(ports.reserved()).isZero();
    }
    Allocation allocation = ports.allocate(container("web"), List.of(range));
    assertThat(ports.reserved()).isEqualTo(100);
    assertThat(allocation.warnings())
        .containsExactly(
            "host ports 20100-20299/udp on 0.0.0.0 are published but not reserved (at most 100"
                + " ports are, to spare descriptors and memory): other programs can bind them",
            "host ports 20000-20299/udp on :: are published but not reserved (at most 100"
                + " ports are, to spare descriptors and memory): other programs can bind them");
    assertThatThrownBy(() -> publish(PortSpec.of(Protocol.UDP, 20_200, 80)))
        .hasMessageContaining("port is already allocated");
  }

  @Test
  void connectionsThatAServerLeftBehindAreNoHindrance() throws IOException {
    try (ServerSocketChannel server = listen("127.0.0.1", 5000)) {
      SocketChannel client =
          host.call(
              () -> SocketChannel.open(new InetSocketAddress(Addresses.parse("127.0.0.1"), 5000)));
      try (client) {
        server.accept().close(); // the side that closes first keeps the port in TIME_WAIT
        assertThat(client.read(java.nio.ByteBuffer.allocate(1))).isEqualTo(-1);
      }
    }
    publish(PortSpec.of(Protocol.TCP, 5000, 80));
    assertThatThrownBy(() -> listen("0.0.0.0", 5000).close())
        .hasMessageContaining("Address already in use");
  }

  @Test
  void adoptionHoldsWhatIsFreeAndTellsTheRest() throws IOException {
    List<PortMapping> mappings = publish(at("127.0.0.1", 5000), at("127.0.0.1", 5001));
    ports.release(mappings);
    try (ServerSocketChannel taken = listen("127.0.0.1", 5001)) {
      assertThat(taken.isOpen()).isTrue();
      assertThat(ports.adopt(mappings))
          .singleElement()
          .asString()
          .startsWith("not reserved: listen tcp4 127.0.0.1:5001: bind: address already in use");
      assertThat(ports.reserved()).isEqualTo(1);
    }
    ports.release(mappings);
    assertThat(ports.reserved()).isZero();
  }

  @Test
  void sctpIsPublishedWithoutAReservation() {
    Allocation allocation =
        ports.allocate(container("web"), List.of(PortSpec.of(Protocol.SCTP, 3868, 3868)));
    assertThat(allocation.mappings()).hasSize(2);
    assertThat(allocation.warnings())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("host ports 3868/sctp on 0.0.0.0 are published but not reserved");
  }
}
