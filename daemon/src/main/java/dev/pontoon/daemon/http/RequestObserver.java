package dev.pontoon.daemon.http;

import java.time.Duration;

/** Hears of each request that was answered. */
@FunctionalInterface
public interface RequestObserver {
  /** Hears nothing. */
  RequestObserver NONE = (method, route, status, took) -> {};

  /** The route of a path that no handler is for. */
  String NO_ROUTE = "none";

  /**
   * A request is over.
   *
   * @param route the handler's pattern, such as {@code /containers/{id}/start}, or {@link
   *     #NO_ROUTE}
   * @param status of HTTP
   * @param took until all was sent: for a stream, as long as it was open
   */
  void request(String method, String route, int status, Duration took);
}
