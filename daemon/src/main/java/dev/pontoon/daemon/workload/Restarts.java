package dev.pontoon.daemon.workload;

import dev.pontoon.api.HostConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Starts containers again that ended, as their restart policies want, ever less eagerly. */
final class Restarts implements AutoCloseable {
  private static final long FIRST_MILLIS = 100;
  private static final long LAST_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final Duration HEALTHY = Duration.ofSeconds(10); // as Docker

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("restarts").factory());
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
  private final Set<String> pending = ConcurrentHashMap.newKeySet();
  private final Set<String> starting = ConcurrentHashMap.newKeySet();

  /** Whether a policy wants a container to be started after it ended. */
  boolean wanted(HostConfig.@Nullable RestartPolicy policy, String id, int exitCode) {
    return switch (policy == null ? "" : policy.name()) {
      case "always", "unless-stopped" -> true;
      case "on-failure" ->
          exitCode != 0
              && policy != null
              && (policy.maximumRetryCount() == 0 || count(id) < policy.maximumRetryCount());
      default -> false;
    };
  }

  /** How often a container was started again in a row. */
  int count(String id) {
    return attempts.getOrDefault(id, 0);
  }

  /** Starts a container after a while that doubles each time it ends early. */
  void schedule(String id, Duration ran, Runnable start) {
    int attempt = ran.compareTo(HEALTHY) > 0 ? 1 : count(id) + 1;
    attempts.put(id, attempt);
    long delay = Math.min(LAST_MILLIS, FIRST_MILLIS << Math.min(attempt - 1, 16));
    pending.add(id);
    var _ =
        timer.schedule(
            () -> Thread.startVirtualThread(() -> begin(id, start)), delay, TimeUnit.MILLISECONDS);
  }

  /** One that was stopped or removed meanwhile is not started. */
  private void begin(String id, Runnable start) {
    starting.add(id);
    try {
      if (pending.remove(id)) {
        start.run();
      }
    } finally {
      starting.remove(id);
    }
  }

  /** Whether a container has ended and is not left at that. */
  boolean restarting(String id) {
    return pending(id) || starting.contains(id);
  }

  /** Whether a container is to be started soon. */
  boolean pending(String id) {
    return pending.contains(id);
  }

  /** Starts a container no more. */
  void cancel(String id) {
    pending.remove(id);
  }

  /** Forgets how often. */
  void forget(String id) {
    pending.remove(id);
    attempts.remove(id);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
