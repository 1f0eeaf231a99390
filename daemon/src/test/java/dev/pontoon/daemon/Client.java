package dev.pontoon.daemon;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** HTTP by hand over a unix socket, so that tests see each byte. */
record Client(Path socket, String host) {
  Client(Path socket) {
    this(socket, "d");
  }

  /** An answer, its body without chunks. */
  record Answer(int status, Map<String, String> headers, String body) {}

  /** A connection whose answer's head has been read. */
  static final class Connection implements AutoCloseable {
    private final SocketChannel channel;
    final InputStream in;
    final OutputStream out;
    final int status;
    final Map<String, String> headers;

    private Connection(SocketChannel channel, String head) throws IOException {
      this.channel = channel;
      in = Channels.newInputStream(channel);
      out = Channels.newOutputStream(channel);
      out.write(head.getBytes(StandardCharsets.UTF_8));
      String[] lines = readHead().split("\r\n", -1);
      status = Integer.parseInt(lines[0].split(" ", -1)[1]);
      headers =
          Arrays.stream(lines)
              .skip(1)
              .collect(
                  Collectors.toMap(
                      l -> l.substring(0, l.indexOf(':')).toLowerCase(Locale.ROOT),
                      l -> l.substring(l.indexOf(':') + 1).strip(),
                      (a, _) -> a));
    }

    private String readHead() throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
        int b = in.read();
        if (b < 0) {
          throw new IOException("the answer ended in its head: " + head);
        }
        head.write(b);
      }
      return head.toString(StandardCharsets.UTF_8).strip();
    }

    void shutdownOutput() throws IOException {
      channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  Connection open(String method, String path, String body, String... headers) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    StringBuilder head =
        new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("Content-Length: ")
        .append(body.getBytes(StandardCharsets.UTF_8).length)
        .append("\r\n\r\n")
        .append(body);
    return new Connection(channel, head.toString());
  }

  Answer call(String method, String path, String body) throws IOException {
    try (Connection connection = open(method, path, body, "Connection: close")) {
      byte[] bytes = connection.in.readAllBytes();
      boolean chunked = "chunked".equals(connection.headers.get("transfer-encoding"));
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      return new Answer(connection.status, connection.headers, chunked ? unchunk(text) : text);
    }
  }

  private static String unchunk(String text) {
    StringBuilder body = new StringBuilder();
    int at = 0;
    while (true) {
      int line = text.indexOf("\r\n", at);
      int size = Integer.parseInt(text.substring(at, line), 16);
      if (size == 0) {
        return body.toString();
      }
      body.append(text, line + 2, line + 2 + size);
      at = line + 2 + size + 2;
    }
  }
}
