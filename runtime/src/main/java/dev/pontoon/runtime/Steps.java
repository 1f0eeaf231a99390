package dev.pontoon.runtime;

/**
 * Hears of every step that can be seen from outside, before it is taken. Tests stop there; a daemon
 * passes {@link #NONE}.
 */
@FunctionalInterface
public interface Steps {
  /** Does nothing. */
  Steps NONE = _ -> {};

  /** The named step comes next. Whatever this throws fails the operation as the step would. */
  void next(String step);
}
