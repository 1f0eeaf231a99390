package dev.pontoon.linux.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/** Waits for many descriptors on one thread (epoll(7)); others may add and remove meanwhile. */
public final class Epoll implements AutoCloseable {
  private static final MethodHandle CREATE = Native.function("epoll_create1", JAVA_INT, JAVA_INT);
  private static final MethodHandle CONTROL =
      Native.function("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle WAIT =
      Native.function("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle EVENT_FD =
      Native.function("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);

  private static final int ADD = 1; // EPOLL_CTL_ADD
  private static final int REMOVE = 2; // EPOLL_CTL_DEL
  private static final int IN = 1; // EPOLLIN
  private static final int PRIORITY = 2; // EPOLLPRI
  private static final int EVENTS = 64;
  private static final int EVENT_DATA = 4; // struct epoll_event is packed on x86-64
  private static final long WAKE_UP = -1;

  private final int eventSize;
  private final int dataOffset;
  private final Fd epoll;
  private final Fd wake;

  private Epoll(Fd epoll, Fd wake) {
    boolean packed = System.getProperty("os.arch").equals("amd64");
    this.dataOffset = packed ? EVENT_DATA : Long.BYTES;
    this.eventSize = dataOffset + Long.BYTES;
    this.epoll = epoll;
    this.wake = wake;
  }

  /** Makes one that waits for nothing yet. */
  public static Epoll open() {
    Fd epoll =
        new Fd(
            Native.checkInt(
                "epoll_create1", (state, _) -> (int) CREATE.invokeExact(state, Fd.O_CLOEXEC)));
    Fd wake =
        new Fd(
            Native.checkInt(
                "eventfd", (state, _) -> (int) EVENT_FD.invokeExact(state, 1, Fd.O_CLOEXEC)));
    return new Epoll(epoll, wake);
  }

  /**
   * Waits for a descriptor's input from now on.
   *
   * @param tag not negative; what {@link #await} names it by
   */
  public void add(Fd fd, long tag) {
    control(ADD, fd, IN, tag);
  }

  /**
   * Waits for what a descriptor tells besides input, such as that the mounts of
   * /proc/self/mountinfo have changed (proc_pid_mountinfo(5)).
   *
   * @param tag not negative; what {@link #await} names it by
   */
  public void addPriority(Fd fd, long tag) {
    control(ADD, fd, PRIORITY, tag);
  }

  /** Waits for a descriptor no more. */
  public void remove(Fd fd) {
    control(REMOVE, fd, IN, 0);
  }

  /** The tags of descriptors that have input, once there are any; empty after a wake-up. */
  public List<Long> await() {
    return await(-1);
  }

  /**
   * The same with a time limit.
   *
   * @param milliseconds at most so long; -1 waits for ever
   */
  public List<Long> await(int milliseconds) {
    try (Arena buffers = Arena.ofConfined()) {
      MemorySegment events = buffers.allocate((long) EVENTS * eventSize, Long.BYTES);
      int count =
          Native.checkInt(
              "epoll_wait",
              (state, _) ->
                  (int) WAIT.invokeExact(state, epoll.number(), events, EVENTS, milliseconds));
      List<Long> tags = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        long tag = events.get(JAVA_LONG_UNALIGNED, (long) i * eventSize + dataOffset);
        if (tag != WAKE_UP) {
          tags.add(tag);
        }
      }
      return tags;
    }
  }

  /** Makes every present and future {@link #await} return; to be called once. */
  public void wakeUp() {
    control(ADD, wake, IN, WAKE_UP); // it has always had input
  }

  @Override
  public void close() {
    epoll.close();
    wake.close();
  }

  private void control(int operation, Fd fd, int kinds, long tag) {
    Native.check(
        "epoll_ctl",
        (state, arena) -> {
          MemorySegment event = arena.allocate(16, Long.BYTES);
          event.set(JAVA_INT, 0, kinds);
          event.set(JAVA_LONG_UNALIGNED, dataOffset, tag);
          return (int) CONTROL.invokeExact(state, epoll.number(), operation, fd.number(), event);
        });
  }
}
