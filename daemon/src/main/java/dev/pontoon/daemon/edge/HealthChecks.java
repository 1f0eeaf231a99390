package dev.pontoon.daemon.edge;

import dev.pontoon.api.ContainerConfig;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.runtime.HealthCheck;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Docker's health checks as the runtime's. */
final class HealthChecks {
  private static final Set<String> KINDS = Set.of("NONE", "CMD", "CMD-SHELL");
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private HealthChecks() {}

  static HealthCheck parse(ContainerConfig.@Nullable Healthcheck check) {
    if (check == null) {
      return HealthCheck.UNSAID;
    }
    if (!check.test().isEmpty() && !KINDS.contains(check.test().getFirst())) {
      throw HttpError.invalid("unknown type \"" + check.test().getFirst() + "\" in Healthcheck");
    }
    if (check.retries() < 0) {
      throw HttpError.invalid("Retries in Healthcheck cannot be negative");
    }
    return new HealthCheck(
        check.test(),
        duration("Interval", check.interval()),
        duration("Timeout", check.timeout()),
        duration("StartPeriod", check.startPeriod()),
        duration("StartInterval", check.startInterval()),
        check.retries());
  }

  private static Duration duration(String name, long nanos) {
    Duration duration = Duration.ofNanos(nanos);
    if (nanos != 0 && duration.compareTo(SHORTEST) < 0) {
      throw HttpError.invalid(name + " in Healthcheck cannot be less than 1ms");
    }
    return duration;
  }
}
