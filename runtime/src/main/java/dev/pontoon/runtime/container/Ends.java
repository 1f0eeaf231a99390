package dev.pontoon.runtime.container;

import dev.pontoon.linux.sys.Processes;
import dev.pontoon.runtime.RuntimeFault;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asking a container's process to end, and waiting for it. */
final class Ends {
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10); // as Docker
  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(30);

  private Ends() {}

  /** The number of the signal that stops it, empty for the container's own. */
  static int stopSignal(ContainerRecord record, String asked) {
    String signal = asked.isEmpty() ? record.config().stopSignal() : asked;
    return signal.isEmpty() ? Signals.SIGTERM : Signals.number(signal);
  }

  /** How long it may take to stop. */
  static Duration stopTimeout(ContainerRecord record) {
    Integer seconds = record.spec().process().stopTimeoutSeconds();
    return seconds == null ? STOP_TIMEOUT : Duration.ofSeconds(seconds);
  }

  /** Sends a signal; whether there was a process to hear it. */
  static boolean signal(ContainerRecord record, int number) {
    return record.pidStart() != 0 && Processes.signal(record.pid(), record.pidStart(), number);
  }

  /** Whether it ends in time. */
  static boolean within(CompletableFuture<Integer> exit, Duration timeout) {
    try {
      exit.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RuntimeFault(RuntimeFault.Kind.FAILED, "interrupted while waiting", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an exit does not fail", e);
    }
  }

  /**
   * Waits for the end of one that was killed.
   *
   * @throws RuntimeFault FAILED if nobody tells of it
   */
  static void require(CompletableFuture<Integer> exit, String reference) {
    if (!within(exit, KILL_TIMEOUT)) {
      throw new RuntimeFault(
          RuntimeFault.Kind.FAILED,
          "container " + reference + " was killed but its end is not reported");
    }
  }

  static RuntimeFault notRunning(String reference) {
    return new RuntimeFault(
        RuntimeFault.Kind.CONFLICT, "container " + reference + " is not running");
  }
}
