package dev.pontoon.cli.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The head of an answer, and its body as a stream that ends where the body ends. Closing it closes
 * the connection.
 *
 * @param headers by name in lower case
 */
public record Response(
    int status, Map<String, String> headers, InputStream body, Closeable connection)
    implements Closeable {

  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** The rest of the body as text. */
  public String text() throws IOException {
    return new String(body.readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
