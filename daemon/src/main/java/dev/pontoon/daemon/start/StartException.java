package dev.pontoon.daemon.start;

import java.io.Serial;

/** The daemon can't start; the message is one line for users. */
public final class StartException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** As dockerd: the command line is not understood. */
  public static final int USAGE = 125;

  /** As dockerd: a value or the host is in the way. */
  public static final int FAILURE = 1;

  private final int exitCode;

  private StartException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  private StartException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The command line is not understood. */
  public static StartException usage(String message) {
    return new StartException(USAGE, message);
  }

  /** A value or the host is in the way. */
  public static StartException failure(String message) {
    return new StartException(FAILURE, message);
  }

  /** Something that another error tells of is in the way. */
  public static StartException failure(String message, Throwable cause) {
    return new StartException(FAILURE, message, cause);
  }

  /** The exit code of the process. */
  public int exitCode() {
    return exitCode;
  }
}
