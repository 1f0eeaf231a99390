package dev.pontoon.daemon.view;

/** A file's mode as Go's os.FileMode, which Docker's API shows. */
public final class GoFileMode {
  private static final int S_IFMT = 0xf000;
  private static final long DIRECTORY = 1L << 31;
  private static final long SYMLINK = 1L << 27;
  private static final long DEVICE = 1L << 26;
  private static final long NAMED_PIPE = 1L << 25;
  private static final long SOCKET = 1L << 24;
  private static final long SETUID = 1L << 23;
  private static final long SETGID = 1L << 22;
  private static final long CHARACTER_DEVICE = 1L << 21;
  private static final long STICKY = 1L << 20;

  private GoFileMode() {}

  /** The mode of a stat(2)'s st_mode. */
  public static long of(int mode) {
    long kind =
        switch (mode & S_IFMT) {
          case 0x4000 -> DIRECTORY;
          case 0xa000 -> SYMLINK;
          case 0x6000 -> DEVICE;
          case 0x2000 -> DEVICE | CHARACTER_DEVICE;
          case 0x1000 -> NAMED_PIPE;
          case 0xc000 -> SOCKET;
          default -> 0;
        };
    return kind
        | ((mode & 04000) == 0 ? 0 : SETUID)
        | ((mode & 02000) == 0 ? 0 : SETGID)
        | ((mode & 01000) == 0 ? 0 : STICKY)
        | (mode & 0777);
  }
}
