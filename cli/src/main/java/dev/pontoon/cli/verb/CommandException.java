package dev.pontoon.cli.verb;

import java.io.Serial;

/** The command can't go on. */
public final class CommandException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * An error of one line.
   *
   * @param code what the process exits with
   */
  public CommandException(int code, String message) {
    super(message);
    this.code = code;
  }

  /** The keys that detach were typed; as Docker's client, which takes it for an error. */
  static CommandException detached() {
    return new CommandException(1, "read escape sequence");
  }

  public int code() {
    return code;
  }
}
