package dev.pontoon.runtime;

import java.io.Serial;

/**
 * An operation on a container or an image failed; the message is one line that names the object.
 */
public class RuntimeFault extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** What the caller did wrong, if it did; beside each, the status of the Docker API. */
  public enum Kind {
    /** 401. */
    DENIED,
    /** 403. */
    FORBIDDEN,
    /** 404. */
    NOT_FOUND,
    /** 409. */
    CONFLICT,
    /** 400. */
    INVALID,
    /** 304. */
    NOT_MODIFIED,
    /** 500. */
    FAILED,
    /** 501. */
    UNSUPPORTED
  }

  private final Kind kind;

  /** A failure without a cause that could say more. */
  public RuntimeFault(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** A failure whose cause is already told in the message. */
  public RuntimeFault(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What went wrong, for the caller's status. */
  public Kind kind() {
    return kind;
  }

  /** There is no such container. */
  public static RuntimeFault noSuchContainer(String reference) {
    return new RuntimeFault(Kind.NOT_FOUND, "No such container: " + reference);
  }

  /** There is no such image. */
  public static RuntimeFault noSuchImage(String reference) {
    return new RuntimeFault(Kind.NOT_FOUND, "No such image: " + reference);
  }
}
