package dev.pontoon.engine.relay;

import dev.pontoon.engine.model.PortMapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One relayed connection: what either end says goes to the other until both have ended. */
final class TcpConnection implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final SocketChannel client;
  private final SocketChannel server;
  private final PortMapping mapping;

  TcpConnection(SocketChannel client, SocketChannel server, PortMapping mapping) {
    this.client = client;
    this.server = server;
    this.mapping = mapping;
  }

  PortMapping mapping() {
    return mapping;
  }

  /** Relays both ways; an end of one direction is handed on and leaves the other open. */
  void pump() throws IOException {
    client.setOption(StandardSocketOptions.TCP_NODELAY, true);
    server.setOption(StandardSocketOptions.TCP_NODELAY, true);
    Thread answers = Thread.ofVirtual().name("relay-tcp-answers").start(() -> copy(server, client));
    copy(client, server);
    try {
      answers.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void copy(SocketChannel from, SocketChannel to) {
    try {
      ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      close(); // a reset of one end, or a cut
    }
  }

  @Override
  public void close() {
    try (client;
        server) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException("close a relayed connection", e);
    }
  }
}
