package dev.pontoon.daemon.http;

import java.io.Serial;

/** A request that is answered with an error status; the message is one line for users. */
public final class HttpError extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  /** An answer of the given status. */
  public HttpError(int status, String message) {
    super(message);
    this.status = status;
  }

  /** 400: the request makes no sense. */
  public static HttpError invalid(String message) {
    return new HttpError(400, message);
  }

  /** 404: what it names does not exist. */
  public static HttpError notFound(String message) {
    return new HttpError(404, message);
  }

  /** 409: something that exists is in the way. */
  public static HttpError conflict(String message) {
    return new HttpError(409, message);
  }

  /** 501: Docker has it, this daemon does not. */
  public static HttpError unsupported(String message) {
    return new HttpError(501, message);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
