package dev.pontoon.daemon.workload;

import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.ExecSpec;
import dev.pontoon.runtime.HealthCheck;
import dev.pontoon.runtime.OutputSink;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.StdStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the health checks of running containers, each on a thread of its own. */
public final class HealthChecks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);
  private static final Duration DEFAULT = Duration.ofSeconds(30); // as Docker
  private static final Duration START_INTERVAL = Duration.ofSeconds(5);
  private static final int RETRIES = 3;
  private static final int KEPT = 5;
  private static final int OUTPUT = 4096;
  private static final int FAILED = -1;

  private final ContainerRuntime runtime;
  private final Events events;
  private final Clock clock;
  private final Map<String, Watch> watches = new ConcurrentHashMap<>();

  /** How a container fares. */
  public enum Status {
    STARTING,
    HEALTHY,
    UNHEALTHY
  }

  /** One check; an exit code of 0 is good. */
  public record Probe(Instant start, Instant end, int exitCode, String output) {}

  /** What the checks found, the latest last. */
  public record Health(Status status, int failingStreak, List<Probe> log) {
    public Health {
      log = List.copyOf(log);
    }
  }

  /** The checks of a runtime's containers. */
  public HealthChecks(ContainerRuntime runtime, Events events, Clock clock) {
    this.runtime = runtime;
    this.events = events;
    this.clock = clock;
  }

  /** What the checks of a container found; nothing if it has none. */
  public Optional<Health> find(ContainerState state) {
    if (!state.config().health().wanted()) {
      return Optional.empty();
    }
    Watch watch = watches.get(state.id());
    return Optional.of(watch == null ? new Health(Status.UNHEALTHY, 0, List.of()) : watch.health);
  }

  /** Begins to check a container that runs. */
  void start(ContainerState state) {
    if (state.config().health().wanted()) {
      Watch watch = new Watch(state);
      Watch before = watches.put(state.id(), watch);
      if (before != null) {
        before.over.complete(state.id());
      }
      Thread.ofVirtual().name("health-" + state.spec().name()).start(watch::run);
    }
  }

  /** Checks a container no longer; what was found stays to be seen. */
  void stop(String id) {
    Watch watch = watches.get(id);
    if (watch != null) {
      watch.over.complete(id);
    }
  }

  /** Forgets a container. */
  void forget(String id) {
    stop(id);
    watches.remove(id);
  }

  @Override
  public void close() {
    watches.keySet().forEach(this::stop);
  }

  private static <T> boolean within(CompletableFuture<T> event, Duration limit)
      throws InterruptedException {
    try {
      event.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    }
  }

  private final class Watch {
    private final ContainerState state;
    private final HealthCheck check;
    private final Instant began = clock.instant();
    private final CompletableFuture<String> over = new CompletableFuture<>();
    private volatile Health health = new Health(Status.STARTING, 0, List.of());

    Watch(ContainerState state) {
      this.state = state;
      this.check = state.config().health();
    }

    void run() {
      try {
        while (!within(over, interval())) {
          if (runtime.inspect(state.id()).status() == ContainerState.Status.RUNNING) {
            Probe probe = probe();
            if (!over.isDone()) {
              found(probe);
            }
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeFault e) {
        LOG.debug("health checks of {} end: {}", state.spec().name(), e.getMessage());
      }
    }

    private Duration interval() {
      boolean early = health.status() == Status.STARTING && inStartPeriod();
      Duration asked = early ? check.startInterval() : check.interval();
      Duration otherwise = early ? START_INTERVAL : DEFAULT;
      return asked.isZero() ? otherwise : asked;
    }

    private boolean inStartPeriod() {
      return began.plus(check.startPeriod()).isAfter(clock.instant());
    }

    private Probe probe() throws InterruptedException {
      Instant start = clock.instant();
      Duration limit = check.timeout().isZero() ? DEFAULT : check.timeout();
      Output output = new Output();
      ExecSpec spec = new ExecSpec(check.command(), List.of(), "", "", false, false, false);
      try (ContainerRuntime.Exec process = runtime.exec(state.id(), spec, output)) {
        if (!within(CompletableFuture.allOf(process.exit(), output.ended), limit)) {
          process.kill();
          String words = "Health check exceeded timeout (" + limit.toSeconds() + "s)";
          return new Probe(start, clock.instant(), FAILED, words);
        }
        return new Probe(start, clock.instant(), process.exit().join(), output.text());
      } catch (RuntimeFault e) {
        return new Probe(start, clock.instant(), FAILED, String.valueOf(e.getMessage()));
      }
    }

    private void found(Probe probe) {
      Health before = health;
      List<Probe> log = new ArrayList<>(before.log());
      log.add(probe);
      if (log.size() > KEPT) {
        log.removeFirst();
      }
      Health now = next(before, probe, log);
      health = now;
      if (now.status() != before.status()) {
        String word = now.status().name().toLowerCase(java.util.Locale.ROOT);
        events.container("health_status: " + word, state, Map.of());
      }
    }

    private Health next(Health before, Probe probe, List<Probe> log) {
      if (probe.exitCode() == 0) {
        return new Health(Status.HEALTHY, 0, log);
      }
      if (before.status() == Status.STARTING && inStartPeriod()) {
        return new Health(Status.STARTING, before.failingStreak(), log);
      }
      int streak = before.failingStreak() + 1;
      int retries = check.retries() == 0 ? RETRIES : check.retries();
      return new Health(streak >= retries ? Status.UNHEALTHY : before.status(), streak, log);
    }
  }

  /** What a check wrote, so far as it is kept. */
  private static final class Output implements OutputSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    @Override
    public synchronized void output(StdStream stream, ByteBuffer data) {
      byte[] some = new byte[Math.min(data.remaining(), OUTPUT - bytes.size())];
      data.get(some);
      bytes.writeBytes(some);
    }

    @Override
    public void end() {
      ended.complete(true);
    }

    synchronized String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
