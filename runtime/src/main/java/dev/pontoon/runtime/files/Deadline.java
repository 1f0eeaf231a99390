package dev.pontoon.runtime.files;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A limit of time for programs: when it passes before {@link #close}, they and all that they have
 * started are killed, so that who waits for their words reads the end of them.
 */
public final class Deadline implements AutoCloseable {
  private final Duration limit;
  private final Supplier<List<Integer>> programs;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean passed;

  private Deadline(Duration limit, Supplier<List<Integer>> programs) {
    this.limit = limit;
    this.programs = programs;
  }

  /**
   * Sets a limit.
   *
   * @param programs the processes' ids, asked for when the time has passed
   */
  public static Deadline set(Duration limit, Supplier<List<Integer>> programs) {
    Deadline deadline = new Deadline(limit, programs);
    Thread.ofVirtual().name("deadline").start(deadline::watch);
    return deadline;
  }

  private void watch() {
    try {
      if (!done.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        passed = true;
        programs.get().stream().flatMap(Deadline::tree).toList().forEach(Deadline::kill);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Stream<ProcessHandle> tree(int pid) {
    return ProcessHandle.of(pid).stream()
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()));
  }

  private static void kill(ProcessHandle process) {
    process.destroyForcibly();
  }

  /** Whether the programs were killed. */
  public boolean passed() {
    return passed;
  }

  /** What is said of a program that was killed. */
  public String words(String program) {
    return "%s gave no answer within %d s and was killed".formatted(program, limit.toSeconds());
  }

  /** Lifts the limit. */
  @Override
  public void close() {
    done.countDown();
  }
}
