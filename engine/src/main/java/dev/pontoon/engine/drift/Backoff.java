package dev.pontoon.engine.drift;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * When something may be repaired again: the first time at once, then each time after a longer wait,
 * so that nobody is fought with. Not thread-safe.
 */
final class Backoff {
  private final BackoffPolicy policy;
  private final Map<String, Repairs> byKey = new HashMap<>();

  private record Repairs(int count, Instant last) {}

  Backoff(BackoffPolicy policy) {
    this.policy = policy;
  }

  /** How long to wait until this may be repaired; zero if it may be now. */
  Duration wait(String key, Instant now) {
    Repairs repairs = byKey.get(key);
    if (repairs == null) {
      return Duration.ZERO;
    }
    Instant due = repairs.last().plus(policy.after(repairs.count()));
    return due.isAfter(now) ? Duration.between(now, due) : Duration.ZERO;
  }

  /** How often this was repaired lately. */
  int repairs(String key) {
    Repairs repairs = byKey.get(key);
    return repairs == null ? 0 : repairs.count();
  }

  /** Takes note of a repair, or of an attempt. */
  void repaired(String key, Instant now) {
    byKey.merge(key, new Repairs(1, now), (before, _) -> new Repairs(before.count() + 1, now));
  }

  /** Forgets what has been quiet for long enough. */
  void forget(Instant now) {
    byKey
        .values()
        .removeIf(repairs ->
            repairs.last().plus(policy.after(repairs.count())).plus(policy.quiet()).isBefore(now));
  }
}
