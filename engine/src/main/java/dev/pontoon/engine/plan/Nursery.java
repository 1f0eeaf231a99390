package dev.pontoon.engine.plan;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Where sandboxes' namespaces are made, one ahead of the need: making one takes the kernel a
 * millisecond, giving it a name a tenth of that. The one that waits is held by descriptors alone,
 * so it goes with the process. For the engine's one writer.
 */
final class Nursery implements AutoCloseable {
  private final ExecutorService maker =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("nursery").factory());
  private @Nullable Spare spare;
  private boolean quietNext;
  private boolean used;

  private record Spare(boolean quiet, CompletableFuture<Corner> corner) {}

  /** A namespace mounted at a path, as {@link Change.CreateNamespace} says. */
  Corner create(Path mount, boolean quiet) {
    used = true;
    quietNext = quiet;
    Corner corner = take(quiet);
    try {
      corner.namespace().mount(mount);
      return corner;
    } catch (RuntimeException e) {
      corner.close();
      throw e;
    }
  }

  /** Has one made ahead, like the last, if that one was used. Returns at once. */
  void restock() {
    if (used && spare == null) {
      boolean quiet = quietNext;
      spare = new Spare(quiet, CompletableFuture.supplyAsync(() -> Corner.create(quiet), maker));
      used = false;
    }
  }

  private Corner take(boolean quiet) {
    Spare ready = spare;
    spare = null;
    if (ready == null) {
      return Corner.create(quiet);
    }
    try {
      Corner corner = ready.corner().join();
      if (ready.quiet() == quiet) {
        return corner;
      }
      corner.close();
    } catch (CompletionException e) {
      // What hindered it then may be over, and if not, it is said now.
      return Corner.create(quiet);
    }
    return Corner.create(quiet);
  }

  @Override
  public void close() {
    Spare ready = spare;
    spare = null;
    maker.close();
    if (ready != null && !ready.corner().isCompletedExceptionally()) {
      ready.corner().join().close();
    }
  }
}
