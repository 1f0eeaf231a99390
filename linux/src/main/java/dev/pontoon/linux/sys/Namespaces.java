package dev.pontoon.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.invoke.MethodHandle;

/**
 * Moves the calling thread into another namespace. Only for a platform thread that does nothing
 * else afterwards and dies: any other would carry the namespace into code that does not expect it.
 */
public final class Namespaces {
  public static final int CLONE_NEWNS = 0x00020000;
  public static final int CLONE_NEWNET = 0x40000000;

  private static final MethodHandle UNSHARE = Native.function("unshare", JAVA_INT, JAVA_INT);
  private static final MethodHandle SETNS = Native.function("setns", JAVA_INT, JAVA_INT, JAVA_INT);

  private Namespaces() {}

  /** Puts the calling thread into new namespaces of the given CLONE_NEW kinds (unshare(2)). */
  public static void unshare(int kinds) {
    requirePlatformThread();
    Native.check("unshare", (state, arena) -> (int) UNSHARE.invokeExact(state, kinds));
  }

  /** Puts the calling thread into an existing namespace of a CLONE_NEW kind (setns(2)). */
  public static void enter(Fd namespace, int kind) {
    requirePlatformThread();
    Native.check(
        "setns", (state, arena) -> (int) SETNS.invokeExact(state, namespace.number(), kind));
  }

  private static void requirePlatformThread() {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("a virtual thread would poison its carrier's namespace");
    }
  }
}
