package dev.pontoon.runtime.files;

import java.io.Serial;

/** A document is not what its reader expects; the message names it. */
public final class MalformedDocumentException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  MalformedDocumentException(String message, Throwable cause) {
    super(message, cause);
  }
}
