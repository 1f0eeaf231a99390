package dev.pontoon.cli;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers like a daemon, always the same, for {@link Training}. */
final class ScriptedDaemon implements Closeable {
  private static final String CONTAINER =
      """
      {"Id":"4f0c9a","Created":1700000000,"Image":"web","ImageID":"sha256:aa","Command":"true","Names":["/web"],
      "Ports":[{"IP":"0.0.0.0","PrivatePort":5000,"PublicPort":5000,"Type":"tcp"}],"Status":"Up 1 second",
      "State":{"Running":true},"Config":{"Tty":false},"HostConfig":{"AutoRemove":false},"NetworkSettings":{"Ports":
      {"5000/tcp":[{"HostIp":"::","HostPort":"5000"}]},"Networks":{"bridge":{"IPAddress":"172.17.0.2"}}}}\
      """;

  private final ServerSocketChannel server;
  private final AtomicInteger served = new AtomicInteger();

  private ScriptedDaemon(ServerSocketChannel server) {
    this.server = server;
  }

  static ScriptedDaemon listen(Path socket) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    ScriptedDaemon daemon = new ScriptedDaemon(server);
    Thread.ofPlatform().daemon().name("scripted-daemon").start(daemon::accept);
    return daemon;
  }

  int served() {
    return served.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    try {
      while (true) {
        serve(server.accept());
        served.incrementAndGet();
      }
    } catch (AsynchronousCloseException e) {
      return; // the end of the training
    } catch (IOException e) {
      System.err.println("training: " + e);
    }
  }

  private static void serve(SocketChannel channel) throws IOException {
    try (channel) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
      String request = in.readLine();
      int length = 0;
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        String lower = line.toLowerCase(Locale.ROOT);
        length =
            lower.startsWith("content-length:")
                ? Integer.parseInt(lower.substring(15).strip())
                : length;
      }
      for (int read = 0; read < length; read++) {
        if (in.read() < 0) {
          return;
        }
      }
      OutputStream out = Channels.newOutputStream(channel);
      out.write(answer(request == null ? "" : request).getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private static String answer(String request) {
    if (request.contains("/_ping")) {
      return "HTTP/1.1 200 OK\r\nApi-Version: 1.47\r\nContent-Length: 0\r\n\r\n";
    }
    if (request.contains("/attach") || (request.contains("/exec/") && request.contains("/start"))) {
      return "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
          + frame("hello\n");
    }
    if (request.contains("/logs")) {
      return chunked("application/vnd.docker.multiplexed-stream", frame("hello\n"));
    }
    return chunked("application/json", json(request));
  }

  private static String json(String request) {
    String path = request.replaceFirst("^\\S+ /v[\\d.]+", "").replaceFirst("[? ].*", "");
    return switch (path) {
      case "/containers/json" -> "[" + CONTAINER + "]";
      case "/images/json" ->
          "[{\"Id\":\"sha256:aa\",\"RepoTags\":[\"web:latest\"],\"Created\":1700000000,\"Size\":1234567}]";
      case "/networks" ->
          "[{\"Id\":\"cf0f\",\"Name\":\"bridge\",\"Driver\":\"bridge\",\"Scope\":\"local\"}]";
      case "/pontoon/nat" ->
          "[{\"Chain\":\"DOCKER\",\"Target\":\"DNAT\",\"Proto\":\"tcp\",\"Packets\":1,\"Bytes\":60}]";
      case "/images/create" ->
          "{\"status\":\"Pulling\",\"id\":\"aa\"}\r\n{\"status\":\"Done\"}\r\n";
      default -> path.endsWith("/wait") ? "{\"StatusCode\":0}" : CONTAINER;
    };
  }

  private static String frame(String text) {
    return "\u0001\0\0\0\0\0\0" + (char) text.length() + text;
  }

  private static String chunked(String type, String body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: "
        + type
        + "\r\nTransfer-Encoding: chunked\r\n\r\n"
        + Integer.toHexString(body.length())
        + "\r\n"
        + body
        + "\r\n0\r\n\r\n";
  }
}
