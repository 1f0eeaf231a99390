package dev.pontoon.daemon.resource;

import dev.pontoon.api.Progress;
import dev.pontoon.daemon.http.Errors;
import dev.pontoon.daemon.http.Exchange;
import dev.pontoon.daemon.http.Json;
import dev.pontoon.runtime.ProgressListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A stream of progress messages. It begins with the first message, so that an early failure is
 * still told by the status; a later one is the stream's last message.
 */
final class ProgressStream implements ProgressListener, AutoCloseable {
  private final Exchange exchange;
  private @Nullable OutputStream out;

  ProgressStream(Exchange exchange) {
    this.exchange = exchange;
  }

  /** Work that reports here. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  void run(Work work) throws IOException {
    try {
      work.run();
      begun();
    } catch (IOException | RuntimeException e) {
      if (out == null || e instanceof UncheckedIOException) {
        throw e;
      }
      send(Progress.failure(Errors.of(e).message()));
    }
  }

  @Override
  public void status(String id, String status, long current, long total) {
    try {
      send(Progress.status(id, status, current, total));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the client went away
    }
  }

  synchronized void send(Progress message) throws IOException {
    OutputStream stream = begun();
    stream.write(Json.line(message));
    stream.flush();
  }

  private synchronized OutputStream begun() throws IOException {
    OutputStream stream = out;
    if (stream == null) {
      stream = exchange.stream(200, "application/json");
      out = stream;
    }
    return stream;
  }

  @Override
  public void close() throws IOException {
    OutputStream stream = out;
    if (stream != null) {
      stream.close();
    }
  }
}
