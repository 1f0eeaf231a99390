package dev.pontoon.daemon.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * A web socket (RFC 6455) as bytes: what messages a client sends, text or binary, makes no
 * difference, and what it gets is binary, a message a write. It ends in both directions at once.
 */
public final class WebSocketStream implements ClientStream {
  private final CompletableFuture<Session> open = new CompletableFuture<>();
  // The client's next piece, then perhaps its end: a further piece is asked for when one was read.
  private final BlockingQueue<Optional<ByteBuffer>> pieces = new ArrayBlockingQueue<>(2);
  private final Runnable gone;
  private Optional<ByteBuffer> piece = Optional.of(ByteBuffer.allocate(0)); // empty at the end

  private final InputStream input = Blocks.input(this::read);
  private final OutputStream output = Blocks.output(this::write);

  /**
   * A stream that is not open yet.
   *
   * @param gone run when the client has closed it or is gone
   */
  WebSocketStream(Runnable gone) {
    this.gone = gone;
  }

  Session.Listener listener() {
    return new Listener();
  }

  void awaitOpen() throws IOException {
    open.orTimeout(RawStream.OPEN_LIMIT, TimeUnit.SECONDS);
    session();
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public OutputStream output() {
    return output;
  }

  @Override
  public void shutdownOutput() throws IOException {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    session().close(StatusCode.NORMAL, null, completing(closed));
    RawStream.await(closed);
  }

  /** Does not wait for a client that leaves a closing unanswered. */
  @Override
  public void close() {
    if (open.state() == CompletableFuture.State.SUCCESS) {
      open.resultNow().disconnect();
    }
  }

  private Session session() throws IOException {
    RawStream.await(open.thenAccept(_ -> {}));
    return open.resultNow();
  }

  private static Callback completing(CompletableFuture<Void> future) {
    return Callback.from(() -> future.complete(null), future::completeExceptionally);
  }

  private void write(byte[] bytes, int offset, int length) throws IOException {
    CompletableFuture<Void> written = new CompletableFuture<>();
    session().sendBinary(ByteBuffer.wrap(bytes, offset, length), completing(written));
    RawStream.await(written);
  }

  private int read(byte[] bytes, int offset, int length) throws IOException {
    while (piece.isPresent() && !piece.get().hasRemaining()) {
      session().demand();
      piece = take();
    }
    if (piece.isEmpty()) {
      return -1;
    }
    int count = Math.min(length, piece.get().remaining());
    piece.get().get(bytes, offset, count);
    return count;
  }

  private Optional<ByteBuffer> take() throws IOException {
    try {
      return pieces.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /** What Jetty tells, on its threads: nothing here blocks. Public, since Jetty looks it up. */
  public final class Listener implements Session.Listener {
    private Listener() {}

    @Override
    public void onWebSocketOpen(Session session) {
      open.complete(session);
    }

    @Override
    public void onWebSocketPartialBinary(ByteBuffer payload, boolean last, Callback callback) {
      byte[] copy = new byte[payload.remaining()];
      payload.get(copy);
      callback.succeed();
      pieces.add(Optional.of(ByteBuffer.wrap(copy)));
    }

    @Override
    public void onWebSocketPartialText(String payload, boolean last) {
      pieces.add(Optional.of(StandardCharsets.UTF_8.encode(payload)));
    }

    @Override
    public void onWebSocketError(Throwable cause) {
      open.completeExceptionally(cause);
    }

    @Override
    public void onWebSocketClose(int status, @Nullable String reason, Callback callback) {
      callback.succeed();
      pieces.add(Optional.empty());
      gone.run();
    }
  }
}
