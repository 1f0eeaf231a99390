package dev.pontoon.linux.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** Mounting and unmounting (mount(2), umount2(2); include/uapi/linux/mount.h). */
public final class Mounts {
  public static final long MS_RDONLY = 1;
  public static final long MS_NOSUID = 2;
  public static final long MS_NODEV = 4;
  public static final long MS_NOEXEC = 8;
  public static final long MS_REMOUNT = 32;
  public static final long MS_BIND = 4096;
  public static final long MS_MOVE = 8192;
  public static final long MS_REC = 16384;
  public static final long MS_UNBINDABLE = 1 << 17;
  public static final long MS_PRIVATE = 1 << 18;
  public static final long MS_SLAVE = 1 << 19;
  public static final long MS_SHARED = 1 << 20;
  public static final int MNT_FORCE = 1;
  public static final int MNT_DETACH = 2;
  public static final int MNT_EXPIRE = 4;
  public static final int UMOUNT_NOFOLLOW = 8;

  private static final MethodHandle MOUNT =
      Native.function("mount", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle UMOUNT2 =
      Native.function("umount2", JAVA_INT, ADDRESS, JAVA_INT);

  private Mounts() {}

  /**
   * Mounts a file system, binds a path, or changes a mount, as the flags say.
   *
   * @param source a device, a path to bind, or a name such as {@code overlay}; may be empty
   * @param type the file system's type; empty where the flags need none
   * @param flags the MS_ constants
   * @param data the file system's own options; may be empty
   */
  public static void mount(String source, Path target, String type, long flags, String data) {
    Native.check(
        "mount " + (source.isEmpty() ? type : source) + " at " + target,
        (state, arena) ->
            (int)
                MOUNT.invokeExact(
                    state,
                    text(arena, source),
                    arena.allocateFrom(target.toString()),
                    text(arena, type),
                    flags,
                    text(arena, data)));
  }

  /** Makes a file or directory appear at another place (MS_BIND). */
  public static void bind(Path source, Path target) {
    mount(source.toString(), target, "", MS_BIND, "");
  }

  /**
   * Unmounts what is mounted at a path.
   *
   * @param flags the MNT_ constants, such as {@link #MNT_DETACH}
   */
  public static void unmount(Path target, int flags) {
    Native.check(
        "unmount " + target,
        (state, arena) ->
            (int) UMOUNT2.invokeExact(state, arena.allocateFrom(target.toString()), flags));
  }

  private static MemorySegment text(Arena arena, String value) {
    return value.isEmpty() ? MemorySegment.NULL : arena.allocateFrom(value);
  }
}
