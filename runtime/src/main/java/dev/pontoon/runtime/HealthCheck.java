package dev.pontoon.runtime;

import java.time.Duration;
import java.util.List;

/**
 * How to find out whether a container does its work; a zero duration or number is the default.
 *
 * @param test {@code NONE}, or {@code CMD} and words, or {@code CMD-SHELL} and a line; empty
 *     inherits the image's
 */
public record HealthCheck(
    List<String> test,
    Duration interval,
    Duration timeout,
    Duration startPeriod,
    Duration startInterval,
    int retries) {
  /** Nothing is said. */
  public static final HealthCheck UNSAID =
      new HealthCheck(List.of(), Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);

  public HealthCheck {
    test = List.copyOf(test);
  }

  /** What is said here, and what is not as another says. */
  public HealthCheck over(HealthCheck other) {
    return new HealthCheck(
        test.isEmpty() ? other.test : test,
        first(interval, other.interval),
        first(timeout, other.timeout),
        first(startPeriod, other.startPeriod),
        first(startInterval, other.startInterval),
        retries == 0 ? other.retries : retries);
  }

  private static Duration first(Duration asked, Duration otherwise) {
    return asked.isZero() ? otherwise : asked;
  }

  /** Whether there is anything to run. */
  public boolean wanted() {
    return !test.isEmpty() && !test.getFirst().equals("NONE");
  }

  /** The command to run in the container. */
  public List<String> command() {
    return switch (test.isEmpty() ? "" : test.getFirst()) {
      case "CMD" -> test.subList(1, test.size());
      case "CMD-SHELL" -> List.of("/bin/sh", "-c", test.size() > 1 ? test.get(1) : "");
      default -> List.of();
    };
  }
}
