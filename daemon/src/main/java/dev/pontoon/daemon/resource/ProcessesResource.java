package dev.pontoon.daemon.resource;

import dev.pontoon.api.Warnings;
import dev.pontoon.daemon.http.Exchange;
import dev.pontoon.daemon.http.Json;
import dev.pontoon.daemon.http.Router;
import dev.pontoon.daemon.view.UsageViews;
import dev.pontoon.daemon.workload.ContainerControls;
import dev.pontoon.daemon.workload.ContainerRuntime;
import dev.pontoon.daemon.workload.ProcessTable;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.ContainerUsage;
import dev.pontoon.runtime.WaitCondition;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code /containers/{id}/pause}, {@code unpause}, {@code update}, {@code top}, {@code stats}. */
public final class ProcessesResource {
  private static final long SECOND = 1;
  private static final int ONE_SHOT_SINCE = 41;
  private static final int SYSTEM_SINCE = 52;

  private final ContainerRuntime runtime;
  private final ContainerControls controls;
  private final Clock clock;

  /** The processes of a runtime's containers. */
  public ProcessesResource(ContainerRuntime runtime, ContainerControls controls, Clock clock) {
    this.runtime = runtime;
    this.controls = controls;
    this.clock = clock;
  }

  /** Adds the routes. */
  public void register(Router router) {
    router
        .on("POST", "/containers/{id}/pause", this::pause)
        .on("POST", "/containers/{id}/unpause", this::resume)
        .on("POST", "/containers/{id}/update", this::update)
        .on("GET", "/containers/{id}/top", this::top)
        .on("GET", "/containers/{id}/stats", this::stats);
  }

  private void pause(Exchange exchange) {
    controls.pause(exchange.parameter("id"));
    exchange.empty(204);
  }

  private void resume(Exchange exchange) {
    controls.resume(exchange.parameter("id"));
    exchange.empty(204);
  }

  private void update(Exchange exchange) throws IOException {
    controls.update(exchange.parameter("id"), exchange.tree());
    exchange.json(200, new Warnings(List.of()));
  }

  private void top(Exchange exchange) throws IOException {
    String arguments = exchange.query("ps_args");
    ProcessTable table = ProcessTable.arguments(arguments.isEmpty() ? "-ef" : arguments);
    exchange.json(200, table.of(runtime.processes(exchange.parameter("id"))));
  }

  /** A single answer has two readings a second apart, unless one is enough for the client. */
  private void stats(Exchange exchange) throws IOException, InterruptedException {
    ContainerState state = runtime.inspect(exchange.parameter("id"));
    boolean system = exchange.version().atLeast(SYSTEM_SINCE);
    boolean stream = exchange.query("stream").isEmpty() || exchange.flag("stream");
    boolean oneShot = exchange.version().atLeast(ONE_SHOT_SINCE) && exchange.flag("one-shot");
    CompletableFuture<Integer> gone = runtime.await(state.id(), WaitCondition.REMOVED);
    Optional<ContainerUsage> before = Optional.empty();
    Optional<ContainerUsage> now = runtime.usage(state.id());
    if (!stream && !oneShot && now.isPresent() && !after(gone)) {
      before = now;
      now = runtime.usage(state.id());
    }
    if (!stream) {
      exchange.json(200, UsageViews.of(system, state, before, now, clock));
      return;
    }
    try (OutputStream out = exchange.stream(200, "application/json")) {
      do {
        out.write(Json.line(UsageViews.of(system, state, before, now, clock)));
        out.flush();
        before = now;
        now = Optional.empty();
        if (after(gone)) {
          return;
        }
        now = runtime.usage(state.id());
      } while (!gone.isDone());
    }
  }

  /** Lets a second go by; whether the container went meanwhile. */
  private static boolean after(CompletableFuture<Integer> gone) throws InterruptedException {
    try {
      gone.get(SECOND, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a removal does not fail", e);
    }
  }
}
