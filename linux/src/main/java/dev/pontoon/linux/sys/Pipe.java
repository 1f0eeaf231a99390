package dev.pontoon.linux.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A pipe, both ends close-on-exec (pipe2(2)). The streams are opened anew through /proc/self/fd, so
 * that Java owns them. A virtual thread that waits on one holds its carrier meanwhile.
 */
public final class Pipe implements AutoCloseable {
  private static final MethodHandle PIPE2 = Native.function("pipe2", JAVA_INT, ADDRESS, JAVA_INT);
  private static final int O_CLOEXEC = 0x80000;

  private final Fd readEnd;
  private final Fd writeEnd;

  private Pipe(Fd readEnd, Fd writeEnd) {
    this.readEnd = readEnd;
    this.writeEnd = writeEnd;
  }

  /** Makes a pipe. */
  public static Pipe open() {
    int[] ends = new int[2];
    Native.check(
        "make a pipe",
        (state, arena) -> {
          MemorySegment pair = arena.allocate(JAVA_INT, 2);
          int result = (int) PIPE2.invokeExact(state, pair, O_CLOEXEC);
          ends[0] = pair.getAtIndex(JAVA_INT, 0);
          ends[1] = pair.getAtIndex(JAVA_INT, 1);
          return result;
        });
    return new Pipe(new Fd(ends[0]), new Fd(ends[1]));
  }

  /** The end to read from. */
  public Fd readEnd() {
    return readEnd;
  }

  /** The end to write to. */
  public Fd writeEnd() {
    return writeEnd;
  }

  /** Turns the read end into a stream; the descriptor itself is closed. */
  public InputStream input() throws IOException {
    InputStream stream = new FileInputStream("/proc/self/fd/" + readEnd.number());
    readEnd.close();
    return stream;
  }

  /** Turns the write end into a stream; the descriptor itself is closed. */
  public OutputStream output() throws IOException {
    OutputStream stream = new FileOutputStream("/proc/self/fd/" + writeEnd.number());
    writeEnd.close();
    return stream;
  }

  @Override
  public void close() {
    readEnd.close();
    writeEnd.close();
  }
}
