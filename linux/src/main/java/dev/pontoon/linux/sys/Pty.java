package dev.pontoon.linux.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * A pseudo-terminal (pty(7)), for programs that tell more on a terminal. It becomes nobody's
 * controlling terminal.
 */
public final class Pty implements AutoCloseable {
  private static final MethodHandle IOCTL =
      Native.variadic("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle READ =
      Native.function("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final int O_NOCTTY = 0400;
  // asm-generic/ioctls.h
  private static final long TIOCSWINSZ = 0x5414;
  private static final long TIOCGPTN = 0x80045430L;
  private static final long TIOCSPTLCK = 0x40045431L;
  private static final int BUFFER = 8192;

  private final Fd master;
  private final Fd terminal;

  private Pty(Fd master, Fd terminal) {
    this.master = master;
    this.terminal = terminal;
  }

  /** Opens one of the given size, in characters. */
  public static Pty open(int columns, int rows) {
    Fd master = Fd.open(Path.of("/dev/ptmx"), Fd.O_RDWR | O_NOCTTY, 0);
    try (Arena arena = Arena.ofConfined()) {
      control(master, TIOCSPTLCK, arena.allocateFrom(JAVA_INT, 0), "unlock a terminal");
      MemorySegment number = arena.allocate(JAVA_INT);
      control(master, TIOCGPTN, number, "get a terminal's number");
      // struct winsize: rows, columns, and two that are not used
      MemorySegment size =
          arena.allocateFrom(JAVA_SHORT, (short) rows, (short) columns, (short) 0, (short) 0);
      control(master, TIOCSWINSZ, size, "set a terminal's size");
      Path name = Path.of("/dev/pts/" + number.get(JAVA_INT, 0));
      return new Pty(master, Fd.open(name, Fd.O_RDWR | O_NOCTTY, 0));
    } catch (KernelException e) {
      master.close();
      throw e;
    }
  }

  /** The program's end; to be closed here once the program has it. */
  public Fd terminal() {
    return terminal;
  }

  /** What the program writes, to the end of the last that holds its end of the terminal. */
  public InputStream output() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        return Pty.this.read(bytes, offset, length);
      }
    };
  }

  private int read(byte[] bytes, int offset, int length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(Math.min(length, BUFFER));
      long count =
          Native.check(
              "read from a terminal",
              (state, _) ->
                  (long) READ.invokeExact(state, master.number(), buffer, buffer.byteSize()));
      MemorySegment.copy(buffer, JAVA_BYTE, 0, bytes, offset, (int) count);
      return count == 0 ? -1 : (int) count;
    } catch (KernelException e) {
      if (e.errno().is(Errno.EIO)) {
        return -1; // the kernel's way to say that the other end is closed
      }
      throw e;
    }
  }

  private static void control(Fd fd, long request, MemorySegment argument, String operation) {
    Native.check(
        operation, (state, _) -> (int) IOCTL.invokeExact(state, fd.number(), request, argument));
  }

  @Override
  public void close() {
    terminal.close();
    master.close();
  }
}
