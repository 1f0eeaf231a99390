package dev.pontoon.cli.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param target path and query, already escaped
 * @param body sent chunked when its length is unknown
 */
public record Request(String method, String target, Map<String, String> headers, Body body) {

  /**
   * What a request carries. Methods, not a switch: a pattern switch costs a short-lived process 10
   * ms.
   */
  public sealed interface Body {
    /** The header that frames it, or nothing. */
    Map<String, String> framing();

    /** Sends it. */
    void send(OutputStream out) throws IOException;
  }

  /** Nothing. */
  public record None() implements Body {
    @Override
    public Map<String, String> framing() {
      return Map.of();
    }

    @Override
    public void send(OutputStream out) {}
  }

  /** A whole body of known length. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Bytes(byte[] bytes) implements Body {
    @Override
    public Map<String, String> framing() {
      return Map.of("Content-Length", String.valueOf(bytes.length));
    }

    @Override
    public void send(OutputStream out) throws IOException {
      out.write(bytes);
    }
  }

  /** A body read to its end while it is sent, chunked. */
  public record Stream(InputStream in) implements Body {
    @Override
    public Map<String, String> framing() {
      return Map.of("Transfer-Encoding", "chunked");
    }

    @Override
    public void send(OutputStream out) throws IOException {
      byte[] buffer = new byte[32 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (n > 0) {
          out.write((Integer.toHexString(n) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
          out.write(buffer, 0, n);
          out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
      }
      out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  public static Request of(String method, String target) {
    return new Request(method, target, Map.of(), new None());
  }

  public Request with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Request(method, target, more, body);
  }

  public Request with(Body newBody, @Nullable String contentType) {
    Request request = new Request(method, target, headers, newBody);
    return contentType == null ? request : request.with("Content-Type", contentType);
  }
}
