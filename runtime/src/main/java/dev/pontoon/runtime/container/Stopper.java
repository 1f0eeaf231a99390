package dev.pontoon.runtime.container;

import dev.pontoon.runtime.RuntimeFault;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Makes containers' processes end, on somebody's word. */
final class Stopper {
  private final Records records;
  private final Controls controls;

  Stopper(Records records, Controls controls) {
    this.records = records;
    this.controls = controls;
  }

  /** Asks the process to end and, after a time, kills it. */
  void stop(Entry entry, String reference, String signal, @Nullable Duration timeout) {
    ContainerRecord record = entry.record();
    CompletableFuture<Integer> exit = entry.nextExit();
    if (!record.running()) {
      throw new RuntimeFault(
          RuntimeFault.Kind.NOT_MODIFIED, "container " + reference + " does not run");
    }
    Ends.signal(record, Ends.stopSignal(record, signal));
    controls.wake(record.id());
    if (!Ends.within(exit, timeout == null ? Ends.stopTimeout(record) : timeout)) {
      Ends.signal(record, Signals.SIGKILL);
      Ends.require(exit, reference);
    }
  }

  /**
   * Sends a signal. An end by it is recorded under the lock, thus after {@code sent} has heard.
   *
   * @throws RuntimeFault CONFLICT if there is no process to hear it
   */
  int kill(Entry entry, String reference, int number, IntConsumer sent) {
    ContainerRecord record;
    entry.lock.lock();
    try {
      record = entry.record();
      if (!record.running() || !Ends.signal(record, number)) {
        throw Ends.notRunning(reference);
      }
      sent.accept(number);
    } finally {
      entry.lock.unlock();
    }
    controls.wake(record.id()); // as Docker: a signal is to be heard
    return number;
  }

  /** Kills a process that is in the way of its container's removal, if that is asked for. */
  void end(Entry entry, String reference, boolean force) {
    CompletableFuture<Integer> exit = entry.nextExit();
    ContainerRecord record = entry.record();
    if (!record.running()) {
      return;
    }
    if (!force) {
      throw new RuntimeFault(
          RuntimeFault.Kind.CONFLICT,
          "cannot remove container \"/"
              + record.spec().name()
              + "\": container is "
              + (record.paused()
                  ? "paused and must be unpaused first"
                  : "running: stop the container before removing or force remove"));
    }
    kill(entry, exit, reference);
  }

  /** A daemon that ends meanwhile leaves word that the container is to go. */
  private void kill(Entry entry, CompletableFuture<Integer> exit, String reference) {
    ContainerRecord record = entry.record();
    records.leaving(record.id(), true);
    try {
      Ends.signal(record, Signals.SIGKILL);
      controls.wake(record.id());
      Ends.require(exit, reference);
    } catch (RuntimeException e) {
      records.leaving(record.id(), false);
      throw e;
    }
  }
}
