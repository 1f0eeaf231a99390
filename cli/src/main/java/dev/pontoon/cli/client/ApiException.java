package dev.pontoon.cli.client;

import java.io.IOException;
import java.io.Serial;

/** The daemon refused. The message is the daemon's own. */
public final class ApiException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  public ApiException(int status, String message) {
    super("Error response from daemon: " + message);
    this.status = status;
  }

  /** The HTTP status, 400 or more. */
  public int status() {
    return status;
  }
}
