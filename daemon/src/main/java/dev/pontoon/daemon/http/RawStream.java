package dev.pontoon.daemon.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * A connection that is no longer HTTP's: bytes in both directions, each of which ends by itself.
 * One thread may read while another writes.
 */
public final class RawStream extends AbstractConnection
    implements ClientStream, Connection.UpgradeTo {
  /** Seconds until a client is given up that went away before its connection was its own. */
  static final int OPEN_LIMIT = 10;

  private static final int BUFFER = 16 * 1024;

  private final CompletableFuture<Void> open = new CompletableFuture<>();
  private ByteBuffer early = BufferUtil.EMPTY_BUFFER; // came with the request's packet

  private final InputStream input = Blocks.input(this::read);
  private final OutputStream output = Blocks.output(this::write);

  RawStream(EndPoint endPoint, Executor executor) {
    super(endPoint, executor);
    endPoint.setIdleTimeout(0);
  }

  @Override
  public void onUpgradeTo(ByteBuffer buffer) {
    early = buffer;
  }

  @Override
  public void onOpen() {
    super.onOpen();
    open.complete(null);
  }

  @Override
  public void onClose(Throwable cause) {
    super.onClose(cause);
    open.completeExceptionally(new IOException("the client went away", cause));
  }

  @Override
  public void onFillable() {
    // never called: reading waits by its own callbacks
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public OutputStream output() {
    return output;
  }

  /** The client may go on sending. */
  @Override
  public void shutdownOutput() {
    getEndPoint().shutdownOutput();
  }

  /** Sends an answer's head and makes the connection this one's. */
  void takeOver(byte[] head) throws IOException {
    output.write(head);
    getEndPoint().upgrade(this);
  }

  void awaitOpen() throws IOException {
    await(open.orTimeout(OPEN_LIMIT, TimeUnit.SECONDS));
  }

  private void write(byte[] bytes, int offset, int length) throws IOException {
    Callback.Completable written = new Callback.Completable();
    getEndPoint().write(written, ByteBuffer.wrap(bytes, offset, length));
    await(written);
  }

  private int read(byte[] bytes, int offset, int length) throws IOException {
    if (early.hasRemaining()) {
      int count = Math.min(length, early.remaining());
      early.get(bytes, offset, count);
      return count;
    }
    ByteBuffer buffer = ByteBuffer.allocate(Math.min(length, BUFFER)).limit(0); // Jetty flush mode
    while (true) {
      int count = getEndPoint().fill(buffer);
      if (count != 0) {
        return count < 0 ? -1 : copy(buffer, bytes, offset);
      }
      Callback.Completable readable = new Callback.Completable();
      getEndPoint().fillInterested(readable);
      await(readable);
    }
  }

  private static int copy(ByteBuffer buffer, byte[] bytes, int offset) {
    int count = buffer.remaining();
    buffer.get(bytes, offset, count);
    return count;
  }

  static void await(CompletableFuture<Void> future) throws IOException {
    try {
      future.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
