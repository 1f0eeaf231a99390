package dev.pontoon.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.AtomicInteger;

/** A file descriptor with one owner, who closes it; closing again does nothing. */
public final class Fd implements AutoCloseable {
  private static final MethodHandle CLOSE = Native.function("close", JAVA_INT, JAVA_INT);
  private static final int CLOSED = -1;

  private final AtomicInteger number;

  /** Takes over an open descriptor. */
  public Fd(int number) {
    this.number = new AtomicInteger(number);
  }

  /**
   * The descriptor's number.
   *
   * @throws IllegalStateException if it was closed
   */
  public int number() {
    int open = number.get();
    if (open == CLOSED) {
      throw new IllegalStateException("the file descriptor is closed");
    }
    return open;
  }

  @Override
  public void close() {
    int open = number.getAndSet(CLOSED);
    if (open != CLOSED) {
      Native.check(
          "close descriptor " + open, (state, arena) -> (int) CLOSE.invokeExact(state, open));
    }
  }
}
