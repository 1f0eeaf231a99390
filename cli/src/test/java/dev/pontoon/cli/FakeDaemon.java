package dev.pontoon.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server on a unix socket that does with each connection what the test says, and keeps the
 * requests' heads and bodies.
 */
public final class FakeDaemon implements AutoCloseable {
  /** One request as it came. */
  public record Received(String line, String head, String body) {}

  /** The connection after the request has been read. */
  public record Exchange(
      Received request, SocketChannel channel, InputStream in, OutputStream out) {
    public void send(String raw) throws IOException {
      out.write(raw.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void json(int status, String body) throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      send(
          "HTTP/1.1 "
              + status
              + " X\r\nContent-Type: application/json\r\nContent-Length: "
              + bytes.length
              + "\r\n\r\n");
      out.write(bytes);
    }
  }

  /** What the daemon does. */
  @FunctionalInterface
  public interface Handler {
    void on(Exchange exchange) throws IOException;
  }

  public final List<Received> received = new CopyOnWriteArrayList<>();
  private final Path directory;
  private final Path socket;
  private final ServerSocketChannel server;

  private FakeDaemon(Path directory, Handler handler) throws IOException {
    this.directory = directory;
    this.socket = directory.resolve("s");
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(() -> accept(handler));
  }

  public static FakeDaemon serving(Handler handler) throws IOException {
    return new FakeDaemon(Files.createTempDirectory("pontoon-cli"), handler);
  }

  public String host() {
    return "unix://" + socket;
  }

  private void accept(Handler handler) {
    try {
      while (true) {
        SocketChannel channel = server.accept();
        Thread.ofVirtual().start(() -> serve(channel, handler));
      }
    } catch (ClosedChannelException e) {
      return; // the test is over
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void serve(SocketChannel channel, Handler handler) {
    try (channel) {
      InputStream in = Channels.newInputStream(channel);
      String head = head(in);
      Received request = new Received(head.lines().findFirst().orElse(""), head, body(head, in));
      received.add(request);
      handler.on(new Exchange(request, channel, in, Channels.newOutputStream(channel)));
    } catch (IOException e) {
      received.add(new Received("failed: " + e, "", ""));
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      head.append((char) c);
      if (head.toString().endsWith("\r\n\r\n")) {
        break;
      }
    }
    return head.toString();
  }

  private static String body(String head, InputStream in) throws IOException {
    for (String line : head.lines().toList()) {
      if (line.startsWith("Content-Length: ")) {
        return new String(
            in.readNBytes(Integer.parseInt(line.substring(16))), StandardCharsets.UTF_8);
      }
      if (line.equals("Transfer-Encoding: chunked")) {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        while (!raw.toString(StandardCharsets.UTF_8).endsWith("0\r\n\r\n")) {
          raw.write(in.read());
        }
        return raw.toString(StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(socket);
    Files.delete(directory);
  }
}
