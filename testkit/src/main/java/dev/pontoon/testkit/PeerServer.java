package dev.pontoon.testkit;

import dev.pontoon.linux.ip.Addresses;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Tells each client the client's address as seen by the server. Over TCP, a client sends a line and
 * gets a line: {@code <address>}; a line that begins with {@code GET} gets that as an HTTP answer.
 * A datagram is answered by one.
 */
public final class PeerServer implements AutoCloseable {
  private final ServerSocketChannel tcp;
  private final DatagramChannel udp;

  private PeerServer(ServerSocketChannel tcp, DatagramChannel udp) {
    this.tcp = tcp;
    this.udp = udp;
  }

  static PeerServer start(Node node, InetSocketAddress address) throws IOException {
    ServerSocketChannel tcp = node.call(() -> ServerSocketChannel.open().bind(address));
    try {
      InetSocketAddress same = new InetSocketAddress(address.getAddress(), port(tcp));
      PeerServer server = new PeerServer(tcp, node.call(() -> DatagramChannel.open().bind(same)));
      Thread.ofVirtual().start(server::serveTcp);
      Thread.ofVirtual().start(server::serveUdp);
      return server;
    } catch (IOException e) {
      tcp.close();
      throw e;
    }
  }

  /** The port, of TCP and of UDP. */
  public int port() throws IOException {
    return port(tcp);
  }

  private static int port(ServerSocketChannel channel) throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  private void serveTcp() {
    while (tcp.isOpen()) {
      try {
        SocketChannel client = tcp.accept();
        Thread.ofVirtual().start(() -> answer(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private static void answer(SocketChannel client) {
    try (client) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(Channels.newInputStream(client), StandardCharsets.UTF_8));
      String line = in.readLine();
      if (line == null) {
        return;
      }
      String text = text((InetSocketAddress) client.getRemoteAddress()) + "\n";
      if (line.startsWith("GET ")) {
        skipHeaders(in);
        text =
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
                + text.length()
                + "\r\n\r\n"
                + text;
      }
      client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      return; // the client went away, which is its own business
    }
  }

  /** Closing with the headers unread would reset the connection. */
  private static void skipHeaders(BufferedReader in) throws IOException {
    String header = in.readLine();
    while (header != null && !header.isEmpty()) {
      header = in.readLine();
    }
  }

  private void serveUdp() {
    ByteBuffer buffer = ByteBuffer.allocate(2048);
    while (udp.isOpen()) {
      try {
        buffer.clear();
        InetSocketAddress client = (InetSocketAddress) udp.receive(buffer);
        udp.send(ByteBuffer.wrap(text(client).getBytes(StandardCharsets.UTF_8)), client);
      } catch (IOException e) {
        if (!udp.isOpen()) {
          return;
        }
      }
    }
  }

  private static String text(InetSocketAddress peer) {
    InetAddress address = peer.getAddress();
    return Addresses.text(Addresses.of(address.getAddress()));
  }

  @Override
  public void close() throws IOException {
    tcp.close();
    udp.close();
  }
}
