package dev.pontoon.linux.sys;

import java.util.HashMap;
import java.util.Map;

/**
 * A kernel error number with its symbol and its usual words.
 *
 * @param number as in include/uapi/asm-generic/errno-base.h and errno.h
 * @param symbol such as {@code EEXIST}
 * @param text what strerror(3) says
 */
public record Errno(int number, String symbol, String text) {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int ESRCH = 3;
  public static final int EINTR = 4;
  public static final int EIO = 5;
  public static final int EAGAIN = 11;
  public static final int EBUSY = 16;
  public static final int EEXIST = 17;
  public static final int ENOTDIR = 20;
  public static final int ENODEV = 19;
  public static final int EINVAL = 22;
  public static final int EMSGSIZE = 90;
  public static final int EOPNOTSUPP = 95;
  public static final int EADDRINUSE = 98;
  public static final int EADDRNOTAVAIL = 99;
  public static final int ENOBUFS = 105;
  public static final int ETIMEDOUT = 110;
  public static final int ECONNREFUSED = 111;

  private static final String TABLE =
      """
      1 EPERM Operation not permitted
      2 ENOENT No such file or directory
      3 ESRCH No such process
      4 EINTR Interrupted system call
      5 EIO Input/output error
      6 ENXIO No such device or address
      7 E2BIG Argument list too long
      8 ENOEXEC Exec format error
      9 EBADF Bad file descriptor
      10 ECHILD No child processes
      11 EAGAIN Resource temporarily unavailable
      12 ENOMEM Cannot allocate memory
      13 EACCES Permission denied
      14 EFAULT Bad address
      16 EBUSY Device or resource busy
      17 EEXIST File exists
      18 EXDEV Invalid cross-device link
      19 ENODEV No such device
      20 ENOTDIR Not a directory
      21 EISDIR Is a directory
      22 EINVAL Invalid argument
      23 ENFILE Too many open files in system
      24 EMFILE Too many open files
      25 ENOTTY Inappropriate ioctl for device
      26 ETXTBSY Text file busy
      27 EFBIG File too large
      28 ENOSPC No space left on device
      30 EROFS Read-only file system
      31 EMLINK Too many links
      32 EPIPE Broken pipe
      33 EDOM Numerical argument out of domain
      34 ERANGE Numerical result out of range
      36 ENAMETOOLONG File name too long
      38 ENOSYS Function not implemented
      39 ENOTEMPTY Directory not empty
      40 ELOOP Too many levels of symbolic links
      61 ENODATA No data available
      62 ETIME Timer expired
      71 EPROTO Protocol error
      74 EBADMSG Bad message
      75 EOVERFLOW Value too large for defined data type
      84 EILSEQ Invalid or incomplete multibyte or wide character
      87 EUSERS Too many users
      88 ENOTSOCK Socket operation on non-socket
      90 EMSGSIZE Message too long
      92 ENOPROTOOPT Protocol not available
      93 EPROTONOSUPPORT Protocol not supported
      94 ESOCKTNOSUPPORT Socket type not supported
      95 EOPNOTSUPP Operation not supported
      96 EPFNOSUPPORT Protocol family not supported
      97 EAFNOSUPPORT Address family not supported by protocol
      98 EADDRINUSE Address already in use
      99 EADDRNOTAVAIL Cannot assign requested address
      100 ENETDOWN Network is down
      101 ENETUNREACH Network is unreachable
      103 ECONNABORTED Software caused connection abort
      104 ECONNRESET Connection reset by peer
      105 ENOBUFS No buffer space available
      106 EISCONN Transport endpoint is already connected
      107 ENOTCONN Transport endpoint is not connected
      110 ETIMEDOUT Connection timed out
      111 ECONNREFUSED Connection refused
      112 EHOSTDOWN Host is down
      113 EHOSTUNREACH No route to host
      114 EALREADY Operation already in progress
      115 EINPROGRESS Operation now in progress
      116 ESTALE Stale file handle
      122 EDQUOT Disk quota exceeded
      """;

  private static final Map<Integer, Errno> BY_NUMBER = parse();

  /** The error of a number; one this table does not know is named by its number. */
  public static Errno of(int number) {
    return BY_NUMBER.getOrDefault(
        number, new Errno(number, "errno " + number, "Unknown error " + number));
  }

  /** Whether this is the given error, such as {@link #EEXIST}. */
  public boolean is(int other) {
    return number == other;
  }

  private static Map<Integer, Errno> parse() {
    Map<Integer, Errno> byNumber = new HashMap<>();
    TABLE
        .lines()
        .map(line -> line.split(" ", 3))
        .map(row -> new Errno(Integer.parseInt(row[0]), row[1], row[2]))
        .forEach(errno -> byNumber.put(errno.number(), errno));
    return Map.copyOf(byNumber);
  }

  /** The kernel's words, such as {@code File exists (EEXIST)}. */
  @Override
  public String toString() {
    return text + " (" + symbol + ")";
  }
}
