package dev.pontoon.engine;

import java.io.Serial;

/**
 * The engine can't do what it was asked; nothing has changed. The message is one line for users.
 */
public final class EngineException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Why, which decides the HTTP status. */
  public enum Kind {
    /** The request makes no sense: 400. */
    INVALID,
    /** It may never be done, such as removing a predefined network: 403. */
    FORBIDDEN,
    /** What it names does not exist: 404. */
    NOT_FOUND,
    /** Something that exists is in the way: 409. */
    CONFLICT,
    /** The kernel or a resource refuses: 500. */
    FAILED,
    /** This host or this build lacks it: 501. */
    UNSUPPORTED
  }

  private final Kind kind;

  /** An error with its reason in words. */
  public EngineException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** An error that another one caused; its words are to be part of the message. */
  public EngineException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Why. */
  public Kind kind() {
    return kind;
  }
}
