package dev.pontoon.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Ends a daemon under test by SIGTERM, and fails where it does not go in time. */
final class OrderlyStop {
  private OrderlyStop() {}

  /**
   * Stops a process that was started here.
   *
   * @param name for the error
   * @param log what it said, for the error
   */
  static void of(Process process, Duration limit, String name, Supplier<String> log) {
    process.destroy();
    try {
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(name + " did not stop: " + log.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
