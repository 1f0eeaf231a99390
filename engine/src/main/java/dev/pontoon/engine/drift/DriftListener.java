package dev.pontoon.engine.drift;

import java.time.Duration;

/**
 * Hears what becomes of differences, for metrics. Called from the thread that repairs; be quick.
 */
public interface DriftListener {
  /** Hears nothing. */
  DriftListener NONE = new DriftListener() {};

  /**
   * A difference was found that was not there before.
   *
   * @param who did it, as far as known: {@code nft (pid 4711)}; empty if not
   */
  default void seen(Difference difference, String who) {}

  /** It was put back. */
  default void repaired(Difference difference) {}

  /**
   * It was found again after it had been put back, and waits, so that nobody is fought with.
   *
   * @param wait until it will be put back again
   */
  default void backedOff(Difference difference, Duration wait) {}

  /** It could not be put back; it will be tried again. */
  default void failed(Difference difference, RuntimeException reason) {}

  /** A part of the kernel was compared with the state. */
  default void comparedOnce() {}
}
