package dev.pontoon.linux.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A file descriptor with one owner, who closes it; closing again does nothing. */
public final class Fd implements AutoCloseable {
  public static final int O_RDONLY = 0;
  public static final int O_WRONLY = 1;
  public static final int O_RDWR = 2;
  public static final int O_CREAT = 0100;
  public static final int O_EXCL = 0200;
  public static final int O_NONBLOCK = 04000;
  public static final int O_CLOEXEC = 02000000;

  private static final MethodHandle OPEN =
      Native.variadic("open", 2, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle CLOSE = Native.function("close", JAVA_INT, JAVA_INT);
  private static final int CLOSED = -1;

  private final AtomicInteger number;

  /** Takes over an open descriptor. */
  public Fd(int number) {
    this.number = new AtomicInteger(number);
  }

  /**
   * Opens a file, always close-on-exec.
   *
   * @param flags the O_ constants
   * @param mode the permissions of a file that {@link #O_CREAT} makes
   */
  public static Fd open(Path path, int flags, int mode) {
    return new Fd(
        Native.checkInt(
            "open " + path,
            (state, arena) ->
                (int)
                    OPEN.invokeExact(
                        state, arena.allocateFrom(path.toString()), flags | O_CLOEXEC, mode)));
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
      Native.checkOnce(
          "close descriptor " + open, (state, arena) -> (int) CLOSE.invokeExact(state, open));
    }
  }
}
