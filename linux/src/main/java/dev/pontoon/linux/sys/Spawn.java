package dev.pontoon.linux.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Starts a program with chosen descriptors (posix_spawn(3)), which ProcessBuilder can't, and
 * without the helper program that it starts first. The program gets a session of its own and no
 * signal blocked or ignored; its standard streams are /dev/null, descriptor 3 and up are the given
 * ones in order, and nothing else is passed on.
 */
public final class Spawn {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int FIRST_PASSED = 3;
  private static final int O_RDWR = 2;
  private static final short SETSIGDEF = 0x04; // POSIX_SPAWN_* in glibc's spawn.h
  private static final short SETSIGMASK = 0x08;
  private static final short SETSID = 0x80;
  // Room for glibc's opaque types, whose sizes are 80, 336 and 128 bytes on 64-bit.
  private static final int ACTIONS_SIZE = 256;
  private static final int ATTRIBUTES_SIZE = 512;
  private static final int SIGSET_SIZE = 128;

  private static final MethodHandle POSIX_SPAWN =
      Native.function(
          "posix_spawn", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle ACTIONS_INIT =
      Native.function("posix_spawn_file_actions_init", JAVA_INT, ADDRESS);
  private static final MethodHandle ACTIONS_DESTROY =
      Native.function("posix_spawn_file_actions_destroy", JAVA_INT, ADDRESS);
  private static final MethodHandle ADD_OPEN =
      Native.function(
          "posix_spawn_file_actions_addopen",
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          JAVA_INT);
  private static final MethodHandle ADD_DUP2 =
      Native.function("posix_spawn_file_actions_adddup2", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle ADD_CLOSE_FROM =
      Native.function(
          "posix_spawn_file_actions_addclosefrom_np", JAVA_INT, ADDRESS, JAVA_INT); // glibc 2.34
  private static final MethodHandle ADD_CHDIR =
      Native.function(
          "posix_spawn_file_actions_addchdir_np", JAVA_INT, ADDRESS, ADDRESS); // glibc 2.29
  private static final MethodHandle ATTRIBUTES_INIT =
      Native.function("posix_spawnattr_init", JAVA_INT, ADDRESS);
  private static final MethodHandle ATTRIBUTES_DESTROY =
      Native.function("posix_spawnattr_destroy", JAVA_INT, ADDRESS);
  private static final MethodHandle SET_FLAGS =
      Native.function("posix_spawnattr_setflags", JAVA_INT, ADDRESS, JAVA_SHORT);
  private static final MethodHandle SET_DEFAULT_SIGNALS =
      Native.function("posix_spawnattr_setsigdefault", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SET_MASK =
      Native.function("posix_spawnattr_setsigmask", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle FILL_SET = Native.function("sigfillset", JAVA_INT, ADDRESS);
  private static final MethodHandle FCNTL =
      Native.variadic("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final MethodHandle WAITPID =
      Native.function("waitpid", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);

  private Spawn() {}

  /**
   * Starts a program.
   *
   * @param command the program's absolute path and its arguments
   * @param environment entries of the form {@code NAME=value}
   * @param passed become descriptors 3, 4, ... of the program; the caller still owns them
   * @return the process's id, to be given to {@link #await}
   */
  public static int start(List<String> command, List<String> environment, List<Fd> passed) {
    return start(command, environment, passed, Optional.empty(), Optional.empty());
  }

  /**
   * Starts a program in a directory.
   *
   * @param directory where it starts, and leaves what it names by no path
   * @param passed become descriptors 3, 4, ... of the program; the caller still owns them
   */
  public static int start(
      List<String> command, List<String> environment, Path directory, List<Fd> passed) {
    return start(command, environment, passed, Optional.empty(), Optional.of(directory));
  }

  /**
   * Starts a program whose standard output and standard error go to a descriptor each.
   *
   * @param output the caller still owns it
   * @param errors likewise
   */
  public static int start(List<String> command, List<String> environment, Fd output, Fd errors) {
    return start(
        command,
        environment,
        List.of(),
        Optional.of(new Streams(output, errors)),
        Optional.empty());
  }

  /**
   * Starts a program whose standard output and standard error go to a descriptor.
   *
   * @param output the caller still owns it
   */
  public static int start(List<String> command, List<String> environment, Fd output) {
    return start(command, environment, output, output);
  }

  /** Where standard output and standard error go. */
  private record Streams(Fd output, Fd errors) {}

  private static int start(
      List<String> command,
      List<String> environment,
      List<Fd> passed,
      Optional<Streams> output,
      Optional<Path> directory) {
    String operation = "start " + command.getFirst();
    int[] pid = new int[1];
    // The passed descriptors could be among the targets 3, 4, ...: move them out of the way first.
    List<Fd> moved = passed.stream().map(fd -> above(fd, FIRST_PASSED + passed.size())).toList();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment actions = arena.allocate(ACTIONS_SIZE, 16);
      MemorySegment attributes = arena.allocate(ATTRIBUTES_SIZE, 16);
      call(operation, (state, _) -> (int) ACTIONS_INIT.invokeExact(state, actions));
      call(operation, (state, _) -> (int) ATTRIBUTES_INIT.invokeExact(state, attributes));
      try {
        fileActions(operation, arena, actions, moved, output);
        directory.ifPresent(d -> changeTo(operation, arena, actions, d));
        signals(operation, arena, attributes);
        MemorySegment result = arena.allocate(JAVA_INT);
        MemorySegment path = arena.allocateFrom(command.getFirst());
        MemorySegment argv = strings(arena, command);
        MemorySegment envp = strings(arena, environment);
        call(
            operation,
            (state, _) ->
                (int)
                    POSIX_SPAWN.invokeExact(state, result, path, actions, attributes, argv, envp));
        pid[0] = result.get(JAVA_INT, 0);
      } finally {
        call(operation, (state, _) -> (int) ATTRIBUTES_DESTROY.invokeExact(state, attributes));
        call(operation, (state, _) -> (int) ACTIONS_DESTROY.invokeExact(state, actions));
      }
    } finally {
      moved.forEach(Fd::close);
    }
    return pid[0];
  }

  /** Waits for a started process to end; its exit code, or 128 + n if signal n ended it. */
  public static int await(int pid) {
    int[] status = new int[1];
    Native.check(
        "wait for process " + pid,
        (state, arena) -> {
          MemorySegment word = arena.allocate(JAVA_INT);
          int result = (int) WAITPID.invokeExact(state, pid, word, 0);
          status[0] = word.get(JAVA_INT, 0);
          return result;
        });
    int signal = status[0] & 0x7f;
    return signal == 0 ? (status[0] >> 8) & 0xff : 128 + signal;
  }

  private static Fd above(Fd fd, int lowest) {
    return new Fd(
        Native.checkInt(
            "duplicate a descriptor",
            (state, _) -> (int) FCNTL.invokeExact(state, fd.number(), F_DUPFD_CLOEXEC, lowest)));
  }

  private static void fileActions(
      String operation,
      Arena arena,
      MemorySegment actions,
      List<Fd> passed,
      Optional<Streams> output) {
    MemorySegment devNull = arena.allocateFrom("/dev/null");
    output.ifPresent(streams -> {
      duplicate(operation, actions, streams.output().number(), STDOUT);
      duplicate(operation, actions, streams.errors().number(), STDERR);
    });
    for (int i = 0; i < (output.isPresent() ? STDOUT : FIRST_PASSED); i++) {
      int target = i;
      call(
          operation,
          (state, _) -> (int) ADD_OPEN.invokeExact(state, actions, target, devNull, O_RDWR, 0));
    }
    for (int i = 0; i < passed.size(); i++) {
      duplicate(operation, actions, passed.get(i).number(), FIRST_PASSED + i);
    }
    int first = FIRST_PASSED + passed.size();
    call(operation, (state, _) -> (int) ADD_CLOSE_FROM.invokeExact(state, actions, first));
  }

  private static void changeTo(
      String operation, Arena arena, MemorySegment actions, Path directory) {
    MemorySegment path = arena.allocateFrom(directory.toString());
    call(operation, (state, _) -> (int) ADD_CHDIR.invokeExact(state, actions, path));
  }

  private static void duplicate(String operation, MemorySegment actions, int source, int target) {
    call(operation, (state, _) -> (int) ADD_DUP2.invokeExact(state, actions, source, target));
  }

  private static void signals(String operation, Arena arena, MemorySegment attributes) {
    MemorySegment all = arena.allocate(SIGSET_SIZE, 8);
    MemorySegment none = arena.allocate(SIGSET_SIZE, 8);
    short flags = SETSID | SETSIGMASK | SETSIGDEF;
    call(operation, (state, _) -> (int) FILL_SET.invokeExact(state, all));
    call(operation, (state, _) -> (int) SET_DEFAULT_SIGNALS.invokeExact(state, attributes, all));
    call(operation, (state, _) -> (int) SET_MASK.invokeExact(state, attributes, none));
    call(operation, (state, _) -> (int) SET_FLAGS.invokeExact(state, attributes, flags));
  }

  /** The posix_spawn functions return the error number itself. */
  private static void call(String operation, Native.Call call) {
    long errno = Native.check(operation, call);
    if (errno != 0) {
      throw new KernelException(operation, Errno.of(Math.toIntExact(errno)));
    }
  }

  private static MemorySegment strings(Arena arena, List<String> values) {
    MemorySegment array = arena.allocate(ADDRESS, values.size() + 1L);
    for (int i = 0; i < values.size(); i++) {
      array.setAtIndex(ADDRESS, i, arena.allocateFrom(values.get(i)));
    }
    return array;
  }
}
