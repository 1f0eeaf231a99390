package dev.pontoon.linux.netns;

import dev.pontoon.linux.sys.KernelException;
import dev.pontoon.linux.sys.Namespaces;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A network namespace that is being made, which takes the kernel most of a millisecond, while the
 * one who ordered it does something else. Until it is mounted nobody can see it, and unless it is
 * mounted it goes at {@link #close}.
 */
public final class PreparedNamespace implements AutoCloseable {
  private static final String THREAD = "netns-create";

  private final CompletableFuture<Consumer<Optional<KernelException>>> errand =
      new CompletableFuture<>();
  private final Thread thread;

  private PreparedNamespace() {
    thread = Thread.ofPlatform().daemon().name(THREAD).start(this::live);
  }

  /** Orders one, and returns at once. */
  public static PreparedNamespace order() {
    return new PreparedNamespace();
  }

  /** Goes into a new namespace, and waits there for what to do. */
  private void live() {
    Optional<KernelException> refusal = Optional.empty();
    try {
      Namespaces.unshare(Namespaces.CLONE_NEWNET);
    } catch (KernelException e) {
      refusal = Optional.of(e);
    }
    errand.join().accept(refusal);
  }

  /**
   * Mounts it at a path and runs work inside it; once only.
   *
   * @param mount where no file is yet, in a directory that exists
   * @param inside if it fails, nothing is left
   * @throws KernelException with EEXIST if there is a file at the path, or if no namespace could be
   *     made
   */
  public <T, E extends Exception> T mount(Path mount, Inside<T, E> inside) throws E {
    AtomicReference<@Nullable Outcome<T>> outcome = new AtomicReference<>();
    Consumer<Optional<KernelException>> work =
        refusal -> outcome.set(Outcome.of(() -> NetworkNamespace.mount(mount, refusal, inside)));
    if (!errand.complete(work)) {
      throw new IllegalStateException("the prepared namespace was used before");
    }
    DyingThread.join(thread);
    Outcome<T> done = outcome.get();
    if (done == null) {
      throw new IllegalStateException("the thread " + THREAD + " died before its work");
    }
    return done.<E>get();
  }

  /** Lets go of one that was not used. */
  @Override
  public void close() {
    errand.complete(_ -> {});
    DyingThread.join(thread);
  }
}
