package dev.pontoon.linux.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * What kind of file system a path is on (statfs(2)). Unlike {@link java.nio.file.FileStore} it
 * reads no table of mounts, which takes longer the more there are.
 */
public final class FileSystems {
  /** The type of overlayfs (OVERLAYFS_SUPER_MAGIC, include/uapi/linux/magic.h). */
  public static final long OVERLAY = 0x794c7630L;

  private static final int SIZE = 256; // struct statfs has 120 bytes; its first word is f_type
  private static final MethodHandle STATFS = Native.function("statfs", JAVA_INT, ADDRESS, ADDRESS);

  private FileSystems() {}

  /**
   * The type of the file system that a path is on.
   *
   * @throws KernelException with ENOENT if there is nothing at the path
   */
  public static long type(Path path) {
    try (Arena result = Arena.ofConfined()) {
      MemorySegment answer = result.allocate(SIZE, JAVA_LONG.byteAlignment());
      Native.check(
          "statfs " + path,
          (state, arena) ->
              (int) STATFS.invokeExact(state, arena.allocateFrom(path.toString()), answer));
      return answer.get(JAVA_LONG, 0);
    }
  }
}
