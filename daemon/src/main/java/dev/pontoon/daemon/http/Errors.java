package dev.pontoon.daemon.http;

import dev.pontoon.engine.EngineException;
import dev.pontoon.runtime.RuntimeFault;
import java.io.UncheckedIOException;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** Which status and words an error is answered with: the only place that knows. */
public final class Errors {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  private Errors() {}

  /**
   * An error on the wire.
   *
   * @param message of one line
   */
  public record Answer(int status, String message) {}

  /** What to answer. An error that nobody foresaw is logged with its stack. */
  public static Answer of(Throwable error) {
    return switch (error) {
      case HttpError e -> new Answer(e.status(), words(e));
      case EngineException e -> new Answer(status(e.kind()), words(e));
      case RuntimeFault e -> new Answer(status(e.kind()), words(e));
      case JacksonException e -> new Answer(400, "invalid JSON: " + e.getOriginalMessage());
      case EofException _ -> new Answer(400, "the request broke off");
      case IllegalArgumentException e -> new Answer(400, words(e));
      case UncheckedIOException e -> new Answer(500, words(e));
      case dev.pontoon.linux.sys.KernelException e -> new Answer(500, words(e));
      default -> {
        LOG.error("unexpected error", error);
        yield new Answer(500, words(error));
      }
    };
  }

  private static int status(EngineException.Kind kind) {
    return switch (kind) {
      case INVALID -> 400;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case FAILED -> 500;
      case UNSUPPORTED -> 501;
    };
  }

  private static int status(RuntimeFault.Kind kind) {
    return switch (kind) {
      case DENIED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case INVALID -> 400;
      case NOT_MODIFIED -> 304;
      case FAILED -> 500;
      case UNSUPPORTED -> 501;
    };
  }

  private static String words(Throwable error) {
    String message = error.getMessage();
    return message == null ? error.getClass().getSimpleName() : message.strip();
  }
}
