package dev.pontoon.engine.relay;

import dev.pontoon.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A thread that stays in the host's namespace and opens sockets there for others: a thread for each
 * socket would cost more than the connection.
 */
final class HostThread implements AutoCloseable {
  private final BlockingQueue<Opening<?>> queue = new LinkedBlockingQueue<>();
  private final Thread thread;

  /** Opens something; it must start no thread, which would stay in the namespace too. */
  @FunctionalInterface
  interface Opener<T> {
    T open() throws IOException;
  }

  private record Opening<T>(Opener<T> opener, CompletableFuture<T> result) {
    void run() {
      try {
        result.complete(opener.open());
      } catch (IOException | RuntimeException e) {
        result.completeExceptionally(e);
      }
    }
  }

  HostThread(NetworkNamespace host) {
    this.thread =
        Thread.ofPlatform().daemon().name("relay-opener").start(() -> host.call(this::serve));
  }

  /** Has something opened inside the host's namespace. */
  <T> T open(Opener<T> opener) throws IOException {
    Opening<T> opening = new Opening<>(opener, new CompletableFuture<>());
    queue.add(opening);
    try {
      return opening.result().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw e.getCause() instanceof IOException io ? io : new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private Void serve() {
    try {
      while (true) {
        Opening<?> opening = queue.take();
        if (opening.result().isDone()) {
          return null; // the closing one
        }
        opening.run();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  @Override
  public void close() {
    queue.add(new Opening<>(() -> "", CompletableFuture.completedFuture("")));
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
