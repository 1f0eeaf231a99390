package dev.pontoon.runtime.files;

import dev.pontoon.runtime.RuntimeFault;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs what blocks its thread in the kernel, such as the reading of a pipe. A virtual thread would
 * hold its carrier meanwhile, of which there are only as many as processors: two processes that say
 * nothing would hold up everybody.
 */
public final class Blocking {
  private Blocking() {}

  /** Work that blocks. */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    /** Does it. */
    T run() throws E;
  }

  /** Does the work on a platform thread, and waits for it. */
  public static <T, E extends Exception> T call(Work<T, E> work) throws E {
    if (!Thread.currentThread().isVirtual()) {
      return work.run();
    }
    FutureTask<T> task = new FutureTask<>(work::run);
    Thread.ofPlatform().daemon().name("blocking").start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw cause(e, work);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RuntimeFault(RuntimeFault.Kind.FAILED, "interrupted while waiting", e);
    }
  }

  @SuppressWarnings({"unchecked", "unused"}) // the thrower throws nothing else that is checked
  private static <E extends Exception> E cause(ExecutionException e, Work<?, E> thrower) {
    return switch (e.getCause()) {
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      case null -> throw new IllegalStateException(e);
      case Throwable checked -> (E) checked;
    };
  }
}
