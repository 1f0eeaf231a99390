package dev.pontoon.runtime;

/** What to wait for, as in Docker's wait call. */
public enum WaitCondition {
  /** That it does not run; at once if it doesn't. */
  NOT_RUNNING,
  /** That it ends the next time. */
  NEXT_EXIT,
  /** That it is removed. */
  REMOVED
}
