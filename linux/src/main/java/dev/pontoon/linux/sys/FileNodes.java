package dev.pontoon.linux.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** What java.nio can't do to files: device nodes, owners, modes and extended attributes. */
public final class FileNodes {
  public static final int S_IFIFO = 0x1000;
  public static final int S_IFCHR = 0x2000;
  public static final int S_IFBLK = 0x6000;

  private static final MethodHandle MKNOD =
      Native.function("mknod", JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG);
  private static final MethodHandle LCHOWN =
      Native.function("lchown", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle CHMOD = Native.function("chmod", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle LSETXATTR =
      Native.function("lsetxattr", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle LGETXATTR =
      Native.function("lgetxattr", JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);

  private FileNodes() {}

  /**
   * Makes a device node or a fifo (mknod(2)).
   *
   * @param kind {@link #S_IFIFO}, {@link #S_IFCHR} or {@link #S_IFBLK}
   */
  public static void makeNode(Path path, int kind, int major, int minor) {
    long device =
        (minor & 0xffL)
            | ((major & 0xfffL) << 8)
            | ((minor & ~0xffL) << 12)
            | ((major & ~0xfffL) << 32);
    Native.check(
        "make node " + path,
        (state, arena) ->
            (int)
                MKNOD.invokeExact(state, arena.allocateFrom(path.toString()), kind | 0600, device));
  }

  /** Sets the owner; of a symbolic link, the link's own (lchown(2)). */
  public static void owner(Path path, int uid, int gid) {
    Native.check(
        "change owner of " + path,
        (state, arena) ->
            (int) LCHOWN.invokeExact(state, arena.allocateFrom(path.toString()), uid, gid));
  }

  /** Sets the permission bits, with setuid, setgid and sticky; follows symbolic links. */
  public static void mode(Path path, int bits) {
    Native.check(
        "change mode of " + path,
        (state, arena) ->
            (int) CHMOD.invokeExact(state, arena.allocateFrom(path.toString()), bits));
  }

  /** Sets an extended attribute; of a symbolic link, the link's own (lsetxattr(2)). */
  public static void attribute(Path path, String name, byte[] value) {
    Native.check(
        "set " + name + " on " + path,
        (state, arena) ->
            (int)
                LSETXATTR.invokeExact(
                    state,
                    arena.allocateFrom(path.toString()),
                    arena.allocateFrom(name),
                    arena.allocateFrom(JAVA_BYTE, value),
                    (long) value.length,
                    0));
  }

  /**
   * Reads an extended attribute.
   *
   * @throws KernelException ENODATA if it is not set
   */
  public static byte[] attribute(Path path, String name) {
    byte[] value = new byte[64 * 1024]; // XATTR_SIZE_MAX of include/uapi/linux/limits.h
    int[] length = new int[1];
    Native.check(
        "read " + name + " of " + path,
        (state, arena) -> {
          var buffer = arena.allocate(value.length);
          long size =
              (long)
                  LGETXATTR.invokeExact(
                      state,
                      arena.allocateFrom(path.toString()),
                      arena.allocateFrom(name),
                      buffer,
                      (long) value.length);
          if (size > 0) {
            length[0] = Math.toIntExact(size);
            java.lang.foreign.MemorySegment.copy(buffer, JAVA_BYTE, 0, value, 0, length[0]);
          }
          return size;
        });
    return java.util.Arrays.copyOf(value, length[0]);
  }
}
