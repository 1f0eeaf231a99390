package dev.pontoon.linux.netlink;

import java.io.Serial;

/** Bytes that are no well-formed message: the one exception that decoding lets out. */
public final class MalformedMessageException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Says what was being read and what was wrong with it. */
  public MalformedMessageException(String message) {
    super(message);
  }
}
