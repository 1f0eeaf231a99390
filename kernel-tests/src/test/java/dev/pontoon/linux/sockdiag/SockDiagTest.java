package dev.pontoon.linux.sockdiag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SockDiagTest {
  private NetworkNamespace host;
  private SockDiag sockDiag;

  @BeforeEach
  void open() {
    host = NetworkNamespace.createUnnamed();
    sockDiag = SockDiag.open(host);
  }

  @AfterEach
  void close() {
    sockDiag.close();
    host.close();
  }

  private List<InetSocket> bound(int family, int protocol) {
    return sockDiag.list(SocketQuery.bound(family, protocol));
  }

  @Test
  void aListenerIsSeenWithItsProcess() throws IOException {
    InetSocketAddress any = new InetSocketAddress("0.0.0.0", 5000);
    try (ServerSocketChannel server =
        host.call(() -> ServerSocketChannel.open(StandardProtocolFamily.INET).bind(any))) {
      assertThat(server.isOpen()).isTrue();
      InetSocket socket = bound(SocketQuery.AF_INET, SocketQuery.TCP).getFirst();
      assertThat(socket.state()).isEqualTo(SocketQuery.LISTEN);
      assertThat(socket.address()).isEqualTo(Addresses.parse("0.0.0.0"));
      assertThat(socket.port()).isEqualTo(5000);
      assertThat(socket.uid()).isZero();
      assertThat(new SocketOwners().find(socket.inode()))
          .hasValueSatisfying(p -> assertThat(p.pid()).isEqualTo(ProcessHandle.current().pid()));
    }
    assertThat(bound(SocketQuery.AF_INET, SocketQuery.TCP)).isEmpty();
  }

  @Test
  void aTcpSocketThatIsBoundAndNoMoreIsSeen() throws IOException {
    InetSocketAddress any = new InetSocketAddress("::", 5001);
    try (SocketChannel channel =
        host.call(() -> SocketChannel.open(StandardProtocolFamily.INET6).bind(any))) {
      assertThat(channel.isOpen()).isTrue();
      assertThat(bound(SocketQuery.AF_INET6, SocketQuery.TCP))
          .singleElement()
          .satisfies(s -> assertThat(s.port()).isEqualTo(5001))
          .satisfies(s -> assertThat(s.state()).isEqualTo(SocketQuery.CLOSE));
    }
  }

  @Test
  void aUdpSocketIsSeen() throws IOException {
    InetSocketAddress any = new InetSocketAddress("0.0.0.0", 5353);
    try (DatagramChannel channel =
        host.call(() -> DatagramChannel.open(StandardProtocolFamily.INET).bind(any))) {
      assertThat(channel.isOpen()).isTrue();
      assertThat(bound(SocketQuery.AF_INET, SocketQuery.UDP))
          .singleElement()
          .satisfies(s -> assertThat(s.port()).isEqualTo(5353))
          .satisfies(s -> assertThat(s.state()).isEqualTo(SocketQuery.CLOSE));
    }
  }

  @Test
  void nobodyHoldsAnInodeThatIsNoSocket() {
    assertThat(new SocketOwners().find(0)).isEmpty();
  }
}
