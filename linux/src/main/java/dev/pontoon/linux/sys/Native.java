package dev.pontoon.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** Binds libc functions and turns a result of -1 into a {@link KernelException} with its errno. */
final class Native {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemoryLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  /** A libc call; {@code state} is where errno is captured and goes first to the handle. */
  @FunctionalInterface
  interface Call {
    long invoke(MemorySegment state, Arena arena) throws Throwable;
  }

  private Native() {}

  /** Binds a function whose handle takes the captured call state before its own arguments. */
  @SuppressWarnings("restricted") // this package is the one place that calls into libc
  static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, arguments),
        Linker.Option.captureCallState("errno"));
  }

  /**
   * Binds a variadic function; {@code firstVariadic} is the index of its first variadic argument.
   */
  @SuppressWarnings("restricted")
  static MethodHandle variadic(
      String name, int firstVariadic, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, arguments),
        Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(firstVariadic));
  }

  /** Runs a call and throws when it returns -1; a call that a signal interrupted is run again. */
  static long check(String operation, Call call) {
    while (true) {
      try {
        return checkOnce(operation, call);
      } catch (KernelException e) {
        if (!e.errno().is(Errno.EINTR)) {
          throw e;
        }
      }
    }
  }

  /** {@link #check} for close(2), which has done its work even when a signal interrupted it. */
  static long checkOnce(String operation, Call call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      long result = call.invoke(state, arena);
      if (result == -1) {
        throw new KernelException(operation, Errno.of((int) ERRNO.get(state, 0L)));
      }
      return result;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a downcall threw a checked exception", e);
    }
  }

  /** {@link #check} for functions that return an int. */
  static int checkInt(String operation, Call call) {
    return Math.toIntExact(check(operation, call));
  }

  /** A C int in newly allocated memory. */
  static MemorySegment intPointer(Arena arena, int value) {
    return arena.allocateFrom(JAVA_INT, value);
  }
}
