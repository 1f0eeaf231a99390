package dev.pontoon.compatibility;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** HTTP/1.1 by hand on a daemon's socket, a connection a request: nothing is smoothed over. */
record RawHttp(Path socket) {
  private static final int LIMIT = 10; // seconds, after which an answer is said to hang

  /**
   * An answer.
   *
   * @param headers by their names in lower case
   * @param body without chunks; of a stream, what came until it was left
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(int status, Map<String, String> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  /**
   * Asks.
   *
   * @param target escaped
   * @param lines so many of an endless answer; 0 to read to the end
   */
  Answer call(String method, String target, Map<String, String> headers, byte[] body, int lines)
      throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      FutureTask<Answer> work =
          new FutureTask<>(() -> {
            channel.connect(UnixDomainSocketAddress.of(socket));
            write(channel, head(method, target, headers, body.length));
            write(channel, body);
            return read(Channels.newInputStream(channel), method.equals("HEAD"), lines);
          });
      Thread.ofVirtual().start(work);
      return work.get(LIMIT, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + LIMIT + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static byte[] head(
      String method, String target, Map<String, String> headers, int length) {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: d\r\n");
    if (!headers.containsKey("Connection")) {
      head.append("Connection: close\r\n");
    }
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(length).append("\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static Answer read(InputStream in, boolean headOnly, int lines) throws IOException {
    int status = Integer.parseInt(line(in).split(" ", -1)[1]);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    boolean none = headOnly || status == 204 || status == 304;
    return new Answer(status, headers, none ? new byte[0] : body(in, headers, lines));
  }

  private static byte[] body(InputStream in, Map<String, String> headers, int lines)
      throws IOException {
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      return chunks(in, lines);
    }
    String length = headers.get("content-length");
    if (length != null) {
      return in.readNBytes(Integer.parseInt(length));
    }
    return lines == 0 ? in.readAllBytes() : firstLines(in, lines);
  }

  private static byte[] firstLines(InputStream in, int lines) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      text.append(line(in)).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] chunks(InputStream in, int lines) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(in), 16);
      body.write(in.readNBytes(size));
      line(in);
      boolean enough = lines > 0 && body.toString(StandardCharsets.UTF_8).lines().count() >= lines;
      if (size == 0 || enough) {
        return body.toByteArray();
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the answer ended early: " + line);
      }
      line.write(c);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }
}
