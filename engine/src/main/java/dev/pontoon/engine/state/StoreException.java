package dev.pontoon.engine.state;

import java.io.IOException;
import java.io.Serial;
import java.sql.SQLException;

/** The state can't be read or written: no space, no permission, another engine has it open. */
public final class StoreException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  StoreException(String operation, SQLException cause) {
    super(operation + ": " + cause.getMessage(), cause);
  }

  StoreException(String operation, IOException cause) {
    super(operation + ": " + cause, cause);
  }
}
