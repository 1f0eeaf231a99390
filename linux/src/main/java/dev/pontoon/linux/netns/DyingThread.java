package dev.pontoon.linux.netns;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs work on a fresh platform thread, which dies afterwards: a thread that changed its namespace
 * is never given back, so that nothing else can run in the wrong one.
 */
final class DyingThread extends Thread {
  private DyingThread(String name, Runnable work) {
    super(work, name);
    setDaemon(true);
  }

  /** Runs work and waits for it, with its result or exception; an interrupt is kept for later. */
  static <T, E extends Exception> T call(String name, Inside<T, E> work) throws E {
    AtomicReference<@Nullable Outcome<T>> outcome = new AtomicReference<>();
    Thread thread = new DyingThread(name, () -> outcome.set(Outcome.of(work)));
    thread.start();
    join(thread);
    Outcome<T> done = outcome.get();
    if (done == null) {
      throw new IllegalStateException("the thread " + name + " died before its work");
    }
    return done.<E>get();
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // the work must not be left half done
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
