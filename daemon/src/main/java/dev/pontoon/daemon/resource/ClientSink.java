package dev.pontoon.daemon.resource;

import dev.pontoon.runtime.OutputSink;
import dev.pontoon.runtime.StdStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Output for a client that may not be connected yet; a process waits for it rather than lose any.
 */
final class ClientSink implements OutputSink {
  private final CompletableFuture<Frames> client = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /** The client is there. */
  void connect(Frames frames) {
    client.complete(frames);
  }

  /** There will be no client. */
  void abandon(Throwable reason) {
    client.completeExceptionally(reason);
  }

  /** Completes when no more output comes. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  @Override
  public void output(StdStream stream, ByteBuffer data) throws IOException {
    try {
      client.join().write(stream, data);
    } catch (CompletionException e) {
      throw new IOException("the client went away", e);
    } catch (IOException e) {
      ended.complete(null); // nobody reads any more
      throw e;
    }
  }

  @Override
  public void end() {
    ended.complete(null);
  }
}
