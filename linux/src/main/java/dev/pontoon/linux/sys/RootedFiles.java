package dev.pontoon.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.invoke.MethodHandle;

/**
 * Opening files below a directory that others may change meanwhile (openat2(2), Linux 5.6): the
 * kernel takes the directory for the root, so that neither {@code ..} nor a link leads out of it.
 */
public final class RootedFiles {
  private static final MethodHandle SYSCALL =
      Native.variadic(
          "syscall",
          1,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          java.lang.foreign.ValueLayout.ADDRESS,
          java.lang.foreign.ValueLayout.ADDRESS,
          JAVA_LONG);
  private static final long SYS_OPENAT2 = 437; // the same number on every architecture
  private static final long RESOLVE_IN_ROOT = 0x10; // include/uapi/linux/openat2.h
  private static final long OPEN_HOW_SIZE = 24; // flags, mode, resolve: 8 bytes each

  private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");

  /** Fail unless it is a directory. */
  public static final int O_DIRECTORY = ARM ? 040000 : 0200000;

  /** Fail if the last part is a symbolic link; with {@link #O_PATH}, open the link itself. */
  public static final int O_NOFOLLOW = ARM ? 0100000 : 0400000;

  /** Only a place, not its contents. */
  public static final int O_PATH = 010000000;

  private RootedFiles() {}

  /**
   * Opens what a path means to a process whose root is the directory; always close-on-exec.
   *
   * @param root a directory
   * @param flags the O_ constants here and of {@link Fd}, not those that make a file
   */
  public static Fd open(Fd root, String path, int flags) {
    long directory = root.number();
    return new Fd(
        Native.checkInt(
            "open " + path,
            (state, arena) -> {
              var how = arena.allocate(JAVA_LONG, 3);
              how.setAtIndex(JAVA_LONG, 0, flags | Fd.O_CLOEXEC);
              how.setAtIndex(JAVA_LONG, 2, RESOLVE_IN_ROOT);
              return (long)
                  SYSCALL.invokeExact(
                      state,
                      SYS_OPENAT2,
                      directory,
                      arena.allocateFrom(path.isEmpty() ? "." : path),
                      how,
                      OPEN_HOW_SIZE);
            }));
  }
}
