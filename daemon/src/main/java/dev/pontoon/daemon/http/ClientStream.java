package dev.pontoon.daemon.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A connection that a client has taken out of HTTP: bytes in both directions. */
public sealed interface ClientStream extends AutoCloseable permits RawStream, WebSocketStream {
  /** What the client sends, until it ends its input. */
  InputStream input();

  /** What the client gets, unbuffered. */
  OutputStream output();

  /** Ends the output. */
  void shutdownOutput() throws IOException;

  @Override
  void close();
}
