package dev.pontoon.testkit.faults;

import dev.pontoon.testkit.HostNetwork;
import java.nio.file.Path;
import java.time.Duration;

/** A daemon that can be made to end before a step, and is started again on the same roots. */
public interface Victim {
  /** Makes victims. */
  @FunctionalInterface
  interface Maker {
    /**
     * A victim that does not run yet.
     *
     * @param orders the directory through which the daemon is told where to end
     */
    Victim make(HostNetwork host, Path orders, String firewall);
  }

  /**
   * Starts it; it answers when this returns.
   *
   * @throws AssertionError if it has ended instead
   */
  void start();

  /** Whether it runs. */
  boolean alive();

  /** Whether it has ended by then. */
  boolean endsWithin(Duration limit);

  /** Stops it in good order. Nothing happens if it does not run. */
  void stop();

  /** Ends it without any order. Nothing happens if it does not run. */
  void kill();
}
