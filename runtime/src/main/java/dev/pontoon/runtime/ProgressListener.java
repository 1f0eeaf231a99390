package dev.pontoon.runtime;

/** Hears how a pull goes on, in the fields of Docker's progress messages. */
@FunctionalInterface
public interface ProgressListener {
  /** Nobody listens. */
  ProgressListener NONE = (_, _, _, _) -> {};

  /**
   * Something went on.
   *
   * @param id the layer's short digest; empty for the whole pull
   * @param current bytes so far; 0 where unknown
   * @param total bytes in all; 0 where unknown
   */
  void status(String id, String status, long current, long total);
}
