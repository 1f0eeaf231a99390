package dev.pontoon.cli.http;

import java.io.InputStream;
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

  /** What a request carries. */
  public sealed interface Body {}

  /** Nothing. */
  public record None() implements Body {}

  /** A whole body of known length. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Bytes(byte[] bytes) implements Body {}

  /** A body read to its end while it is sent, chunked. */
  public record Stream(InputStream in) implements Body {}

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
