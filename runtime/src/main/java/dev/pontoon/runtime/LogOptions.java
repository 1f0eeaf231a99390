package dev.pontoon.runtime;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of a log to read.
 *
 * @param tail the last so many lines; -1 for all
 */
public record LogOptions(
    boolean stdout,
    boolean stderr,
    boolean follow,
    @Nullable Instant since,
    @Nullable Instant until,
    int tail) {
  /** All that was written so far. */
  public static final LogOptions ALL = new LogOptions(true, true, false, null, null, -1);
}
