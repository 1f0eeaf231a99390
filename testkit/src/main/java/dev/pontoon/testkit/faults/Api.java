package dev.pontoon.testkit.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Docker's API on a socket, by HTTP/1.0: an answer ends with its connection. */
final class Api {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final long LIMIT = 60; // seconds

  private final Path socket;

  Api(Path socket) {
    this.socket = socket;
  }

  /** The daemon's no. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String request, int status, String words) {
      super(request + ": " + status + " " + words);
    }
  }

  /**
   * Asks, and takes some statuses for a success besides 2xx.
   *
   * @throws IOException if the daemon refuses, or goes away before it has answered
   */
  JsonNode call(String method, String path, Object body, Integer... fine) throws IOException {
    return call(
        method,
        path,
        body instanceof byte[] bytes ? bytes : MAPPER.writeValueAsBytes(body),
        body instanceof byte[] ? "application/x-tar" : "application/json",
        List.of(fine));
  }

  JsonNode get(String path) throws IOException {
    return call("GET", path, new byte[0], "application/json", List.of());
  }

  private JsonNode call(String method, String path, byte[] body, String type, List<Integer> fine)
      throws IOException {
    String head =
        "%s %s HTTP/1.0\r\nHost: d\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(method, path, type, body.length);
    String answer =
        new String(
            exchange(head.getBytes(StandardCharsets.US_ASCII), body), StandardCharsets.UTF_8);
    int end = answer.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IOException(method + " " + path + ": the daemon has gone");
    }
    int status = Integer.parseInt(answer.split(" ", 3)[1]);
    String text = answer.substring(end + 4);
    if (status >= 300 && !fine.contains(status)) {
      throw new RefusedException(method + " " + path, status, text.strip());
    }
    // what loads images answers with several documents: the last one tells whether it worked
    String last = text.strip().lines().reduce("null", (_, line) -> line);
    JsonNode document = MAPPER.readTree(last.isBlank() ? "null" : last);
    if (document.has("error")) {
      throw new RefusedException(method + " " + path, status, document.get("error").asString());
    }
    return document;
  }

  private byte[] exchange(byte[] head, byte[] body) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      FutureTask<byte[]> work = new FutureTask<>(() -> exchange(channel, head, body));
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

  private byte[] exchange(SocketChannel channel, byte[] head, byte[] body) throws IOException {
    channel.connect(UnixDomainSocketAddress.of(socket));
    for (byte[] part : List.of(head, body)) {
      ByteBuffer buffer = ByteBuffer.wrap(part);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    Channels.newInputStream(channel).transferTo(answer);
    return answer.toByteArray();
  }
}
