package dev.pontoon.daemon.resource;

import dev.pontoon.daemon.http.ApiVersion;

/** Content types of raw streams. */
final class StreamTypes {
  private static final String RAW = "application/vnd.docker.raw-stream";
  private static final String MULTIPLEXED = "application/vnd.docker.multiplexed-stream";
  private static final int MULTIPLEXED_SINCE = 42; // before, both had the raw type

  private StreamTypes() {}

  static String of(boolean tty, ApiVersion version) {
    return tty || !version.atLeast(MULTIPLEXED_SINCE) ? RAW : MULTIPLEXED;
  }
}
