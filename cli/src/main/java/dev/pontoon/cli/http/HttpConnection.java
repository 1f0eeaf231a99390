package dev.pontoon.cli.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One connection, used for one request (RFC 9112), which may turn it into a raw stream. */
public final class HttpConnection implements Closeable {
  private static final int LONGEST_LINE = 64 * 1024;

  private final SocketChannel channel;
  private final InputStream in;
  private final OutputStream out;

  private HttpConnection(SocketChannel channel) {
    this.channel = channel;
    this.in = new BufferedInputStream(Channels.newInputStream(channel), 32 * 1024);
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel), 32 * 1024);
  }

  public static HttpConnection open(Endpoint endpoint) throws IOException {
    return new HttpConnection(endpoint.connect());
  }

  /**
   * Sends the request and reads the head of the answer. The connection is closed with the response.
   */
  public Response send(Request request) throws IOException {
    try {
      writeHead(request.with("Connection", "close"));
      request.body().send(out);
      out.flush();
      return readResponse();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Asks for a raw stream in both directions: {@code 101} as to an {@code Upgrade: tcp}, or {@code
   * 200} from older daemons, after which the connection carries no HTTP.
   */
  public Upgrade upgrade(Request request) throws IOException {
    try {
      writeHead(request.with("Connection", "Upgrade").with("Upgrade", "tcp"));
      request.body().send(out);
      out.flush();
      Response head = readResponse();
      return head.status() == 101
              || (head.status() == 200 && !head.headers().containsKey("content-length"))
          ? new Upgrade.Done(new Hijacked(channel, in))
          : new Upgrade.Refused(head);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void writeHead(Request request) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Host", "pontoon");
    headers.put("User-Agent", "pontoon");
    headers.putAll(request.headers());
    headers.putAll(request.body().framing());
    if (request.method().equals("POST") && request.body().framing().isEmpty()) {
      headers.put("Content-Length", "0");
    }
    StringBuilder head = new StringBuilder();
    head.append(request.method()).append(' ').append(request.target()).append(" HTTP/1.1\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private Response readResponse() throws IOException {
    int status = readStatus();
    Map<String, String> headers = readHeaders();
    while (status >= 100 && status < 200 && status != 101) { // an interim answer, RFC 9110 15.2
      status = readStatus();
      headers = readHeaders();
    }
    return new Response(status, headers, body(status, headers), this);
  }

  private int readStatus() throws IOException {
    String line = readLine(in);
    if (!line.startsWith("HTTP/1.") || line.length() < 12) {
      throw new IOException("not an HTTP answer: " + line);
    }
    try {
      return Integer.parseInt(line.substring(9, 12));
    } catch (NumberFormatException e) {
      throw new IOException("not an HTTP answer: " + line, e);
    }
  }

  private Map<String, String> readHeaders() throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  private InputStream body(int status, Map<String, String> headers) throws IOException {
    if (status == 101 || status == 204 || status == 304) {
      return status == 101 ? in : InputStream.nullInputStream();
    }
    if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      return new ChunkedInput(in);
    }
    String length = headers.get("content-length");
    return length == null ? in : new FixedInput(in, parseLength(length, 10));
  }

  static long parseLength(String text, int radix) throws IOException {
    try {
      return Long.parseUnsignedLong(text.strip(), radix);
    } catch (NumberFormatException e) {
      throw new IOException("malformed length in the daemon's answer: " + text, e);
    }
  }

  static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c; (c = in.read()) != '\n'; line.append((char) c)) {
      if (c < 0) {
        throw new EOFException("the daemon closed the connection");
      }
      if (line.length() > LONGEST_LINE) {
        throw new IOException(
            "a line of the daemon's answer is longer than " + LONGEST_LINE + " bytes");
      }
    }
    int end = line.length() - 1;
    return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
  }
}
