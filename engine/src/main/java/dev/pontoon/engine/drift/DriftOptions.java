package dev.pontoon.engine.drift;

/**
 * What to do about drift.
 *
 * @param heal whether it is put back, or only told
 * @param backoff how long to wait with what is broken again and again
 */
public record DriftOptions(boolean heal, BackoffPolicy backoff, DriftListener listener) {
  public static final DriftOptions DEFAULT =
      new DriftOptions(true, BackoffPolicy.DEFAULT, DriftListener.NONE);

  /** The same, healing or not. */
  public DriftOptions healing(boolean other) {
    return new DriftOptions(other, backoff, listener);
  }

  /** The same with another listener. */
  public DriftOptions withListener(DriftListener other) {
    return new DriftOptions(heal, backoff, other);
  }

  /** The same with other waits. */
  public DriftOptions withBackoff(BackoffPolicy other) {
    return new DriftOptions(heal, other, listener);
  }
}
