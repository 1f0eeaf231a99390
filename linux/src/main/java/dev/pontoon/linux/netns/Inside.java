package dev.pontoon.linux.netns;

/** Work done inside a network namespace, on a platform thread of its own. */
@FunctionalInterface
public interface Inside<T, E extends Exception> {
  /** Does the work; what it opens stays in the namespace and works from any thread. */
  T call() throws E;
}
