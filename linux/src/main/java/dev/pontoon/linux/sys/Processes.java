package dev.pontoon.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Processes that are not this JVM's children: who they are and how to signal them. */
public final class Processes {
  private static final MethodHandle SYSCALL =
      Native.variadic(
          "syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final long SYS_PIDFD_SEND_SIGNAL = 424; // the same number on every architecture
  private static final long SYS_PIDFD_OPEN = 434;
  private static final int START_TIME_FIELD = 22; // proc(5), /proc/pid/stat

  private Processes() {}

  /**
   * When a process started, in clock ticks since boot: with the id it names one process for ever,
   * as ids are used again.
   *
   * @return 0 if there is no such process or it is a zombie
   */
  public static long startTime(int pid) {
    String stat;
    try {
      stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      // The process ended between open and read: the kernel says ESRCH.
      return 0;
    }
    // The second field, the name, may itself hold spaces and parentheses.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    boolean gone = fields[0].equals("Z") || fields[0].equals("X");
    return gone ? 0 : Long.parseLong(fields[START_TIME_FIELD - 3]);
  }

  /**
   * A descriptor that has input once the process has ended (pidfd_open(2)).
   *
   * @throws KernelException with ESRCH if there is no such process
   */
  public static Fd open(int pid) {
    return open("open process " + pid, pid);
  }

  private static Fd open(String operation, int pid) {
    return new Fd(
        Native.checkInt(
            operation,
            (state, _) ->
                (long) SYSCALL.invokeExact(state, SYS_PIDFD_OPEN, (long) pid, 0L, 0L, 0L)));
  }

  /**
   * Sends a signal to exactly the process that started at that time.
   *
   * @param startTime as {@link #startTime} gave it
   * @return false if that process is gone
   */
  public static boolean signal(int pid, long startTime, int signal) {
    String operation = "send signal " + signal + " to process " + pid;
    try (Fd pidfd = open(operation, pid)) {
      // The descriptor holds whoever has the id now; only then is the start time proof.
      if (startTime(pid) != startTime) {
        return false;
      }
      long number = pidfd.number();
      Native.check(
          operation,
          (state, _) ->
              (long)
                  SYSCALL.invokeExact(state, SYS_PIDFD_SEND_SIGNAL, number, (long) signal, 0L, 0L));
      return true;
    } catch (KernelException e) {
      if (e.errno().is(Errno.ESRCH)) {
        return false;
      }
      throw e;
    }
  }
}
