package dev.pontoon.engine.drift;

import java.time.Duration;

/**
 * How long to wait before something is repaired again.
 *
 * @param first after the first repair; each further wait is twice as long
 * @param most no wait is longer
 * @param quiet after so long without a repair beyond its wait, all is forgotten
 */
public record BackoffPolicy(Duration first, Duration most, Duration quiet) {
  public static final BackoffPolicy DEFAULT =
      new BackoffPolicy(Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(60));

  Duration after(int repairs) {
    Duration wait = repairs == 0 ? Duration.ZERO : first;
    for (int i = 1; i < repairs && wait.compareTo(most) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(most) < 0 ? wait : most;
  }
}
