package dev.pontoon.daemon.resource;

import dev.pontoon.api.ContainerInspection;
import dev.pontoon.api.ContainerSummary;
import dev.pontoon.api.CreatedContainer;
import dev.pontoon.api.PruneReport;
import dev.pontoon.api.WaitResult;
import dev.pontoon.daemon.edge.ContainerRequest;
import dev.pontoon.daemon.edge.Filters;
import dev.pontoon.daemon.edge.Times;
import dev.pontoon.daemon.edge.VersionedRequest;
import dev.pontoon.daemon.http.Exchange;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.daemon.http.Json;
import dev.pontoon.daemon.http.Router;
import dev.pontoon.daemon.view.ContainerViews;
import dev.pontoon.daemon.view.Shapes;
import dev.pontoon.daemon.workload.ContainerFiles;
import dev.pontoon.daemon.workload.ContainerRuntime;
import dev.pontoon.daemon.workload.Events;
import dev.pontoon.daemon.workload.Execs;
import dev.pontoon.daemon.workload.Lifecycle;
import dev.pontoon.daemon.workload.Requests;
import dev.pontoon.daemon.workload.Sandboxes;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.WaitCondition;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /containers}. */
public final class ContainersResource {
  private static final Logger LOG = LoggerFactory.getLogger(ContainersResource.class);
  private static final Set<String> PRUNE_FILTERS = Set.of("label", "label!", "until");

  private static final int LARGEST_NOTHING = 7; // bytes that old clients send for no object
  private static final int PLATFORM_SINCE = 41;
  private static final int SIGNAL_SINCE = 42;
  private static final int CONDITION_SINCE = 30;

  private final ContainerRuntime runtime;
  private final Lifecycle lifecycle;
  private final Sandboxes sandboxes;
  private final Requests requests;
  private final ContainerFiles files;
  private final Execs execs;
  private final ContainerViews views;
  private final Events events;
  private final Clock clock;

  /** The containers of a runtime. */
  public ContainersResource(
      ContainerRuntime runtime,
      Lifecycle lifecycle,
      Sandboxes sandboxes,
      Requests requests,
      ContainerFiles files,
      Execs execs,
      ContainerViews views,
      Events events,
      Clock clock) {
    this.runtime = runtime;
    this.lifecycle = lifecycle;
    this.sandboxes = sandboxes;
    this.requests = requests;
    this.files = files;
    this.execs = execs;
    this.views = views;
    this.events = events;
    this.clock = clock;
  }

  /** Adds the routes. */
  public void register(Router router) {
    router
        .on("POST", "/containers/create", this::create)
        .on("POST", "/containers/prune", this::prune)
        .on("GET", "/containers/json", this::list)
        .on("GET", "/containers/{id}/json", this::inspect)
        .on("POST", "/containers/{id}/start", this::start)
        .on("POST", "/containers/{id}/stop", this::stop)
        .on("POST", "/containers/{id}/restart", this::restart)
        .on("POST", "/containers/{id}/kill", this::kill)
        .on("POST", "/containers/{id}/rename", this::rename)
        .on("POST", "/containers/{id}/wait", this::await)
        .on("DELETE", "/containers/{id}", this::remove)
        .on("DELETE", "/containers/{id}/{alias}", this::unlink);
  }

  private void create(Exchange exchange) throws IOException {
    VersionedRequest versioned = VersionedRequest.parse(exchange.tree(), exchange.version());
    ContainerRequest request = versioned.request();
    if (exchange.flag("dry-run")) {
      List<String> lines = sandboxes.preview(exchange.query("name"), request);
      exchange.text(200, String.join("\n", lines) + "\n");
      return;
    }
    if (exchange.version().atLeast(PLATFORM_SINCE)) {
      sandboxes.checkPlatform(request, exchange.query("platform"));
    }
    CreatedContainer created = lifecycle.create(exchange.query("name"), request);
    exchange.json(
        201,
        new CreatedContainer(
            created.id(),
            Stream.concat(created.warnings().stream(), versioned.warnings().stream()).toList()));
  }

  private void list(Exchange exchange) throws IOException {
    ContainerFilters filters =
        new ContainerFilters(
            Filters.parse(exchange.query("filters"), ContainerFilters.KEYS), runtime, views);
    int limit = exchange.number("limit", 0);
    boolean all = exchange.flag("all") || limit > 0 || filters.nameStates();
    List<ContainerSummary> rows = new ArrayList<>();
    for (ContainerState state : runtime.list()) {
      ContainerRequest request = requests.find(state.id()).orElse(null);
      if (request != null && (all || state.running()) && filters.fits(state)) {
        ContainerSummary row =
            views.summary(state, request, exchange.flag("size") ? sizes(state) : null);
        if (filters.fits(state, request, row)) {
          rows.add(row);
        }
      }
    }
    List<ContainerSummary> first = limit > 0 ? rows.subList(0, Math.min(limit, rows.size())) : rows;
    exchange.json(200, Shapes.containers(first, exchange.version()));
  }

  private ContainerViews.Sizes sizes(ContainerState state) {
    long own = files.size(state.id());
    return new ContainerViews.Sizes(own, own + sandboxes.imageSize(state.imageId()));
  }

  private void inspect(Exchange exchange) throws IOException {
    ContainerState state = runtime.inspect(exchange.parameter("id"));
    ContainerRequest request =
        requests
            .find(state.id())
            .orElseThrow(() -> RuntimeFault.noSuchContainer(exchange.parameter("id")));
    ContainerInspection newest =
        views.inspection(
            state, request, execs.running(state.id()), exchange.flag("size") ? sizes(state) : null);
    exchange.json(200, Shapes.container(newest, exchange.version()));
  }

  private void start(Exchange exchange) throws IOException {
    if (exchange.document().length > LARGEST_NOTHING) {
      throw HttpError.invalid(
          "starting container with non-empty request body was deprecated since API v1.22 and removed"
              + " in v1.24");
    }
    lifecycle.start(exchange.parameter("id"));
    exchange.empty(204);
  }

  private void stop(Exchange exchange) {
    lifecycle.stop(exchange.parameter("id"), signal(exchange), timeout(exchange));
    exchange.empty(204);
  }

  private void restart(Exchange exchange) {
    lifecycle.restart(exchange.parameter("id"), signal(exchange), timeout(exchange));
    exchange.empty(204);
  }

  private static String signal(Exchange exchange) {
    return exchange.version().atLeast(SIGNAL_SINCE) ? exchange.query("signal") : "";
  }

  private static @Nullable Duration timeout(Exchange exchange) {
    int seconds = exchange.number("t", Integer.MIN_VALUE);
    if (seconds == Integer.MIN_VALUE) {
      return null;
    }
    return seconds < 0 ? Duration.ofDays(365) : Duration.ofSeconds(seconds); // -1: for ever
  }

  private void kill(Exchange exchange) {
    String signal = exchange.query("signal");
    String id = exchange.parameter("id");
    try {
      lifecycle.kill(id, signal.isEmpty() ? "KILL" : signal);
    } catch (RuntimeFault e) {
      throw new RuntimeFault(e.kind(), "cannot kill container: " + id + ": " + e.getMessage(), e);
    }
    exchange.empty(204);
  }

  private void rename(Exchange exchange) {
    lifecycle.rename(exchange.parameter("id"), exchange.query("name"));
    exchange.empty(204);
  }

  private void remove(Exchange exchange) {
    if (exchange.flag("link")) {
      runtime.inspect(exchange.parameter("id"));
      throw HttpError.conflict("Conflict, cannot remove the default link name of the container");
    }
    lifecycle.remove(exchange.parameter("id"), exchange.flag("force"), exchange.flag("v"));
    exchange.empty(204);
  }

  private void unlink(Exchange exchange) {
    String parent = exchange.parameter("id");
    String alias = exchange.parameter("alias");
    if (!exchange.flag("link")) {
      throw RuntimeFault.noSuchContainer(parent + "/" + alias);
    }
    sandboxes.unlink(parent, alias);
    exchange.empty(204);
  }

  /** The head goes out at once: clients send it before they start the container. */
  private void await(Exchange exchange) throws IOException {
    boolean hasConditions = exchange.version().atLeast(CONDITION_SINCE);
    WaitCondition condition =
        switch (hasConditions ? exchange.query("condition") : "") {
          case "", "not-running" -> WaitCondition.NOT_RUNNING;
          case "next-exit" -> WaitCondition.NEXT_EXIT;
          case "removed" -> WaitCondition.REMOVED;
          default ->
              throw HttpError.invalid("invalid condition: \"" + exchange.query("condition") + "\"");
        };
    String id = runtime.inspect(exchange.parameter("id")).id();
    CompletableFuture<Integer> exit = runtime.await(id, condition);
    try (OutputStream out = exchange.stream(200, "application/json")) {
      out.write(Json.line(result(id, exit)));
    }
  }

  private WaitResult result(String id, CompletableFuture<Integer> exit) {
    try {
      int code = exit.join();
      String error = error(id);
      return new WaitResult(code, error.isEmpty() ? null : new WaitResult.WaitError(error));
    } catch (CompletionException e) {
      String message = String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
      return new WaitResult(-1, new WaitResult.WaitError(message));
    }
  }

  /** Why a container could not be started or was lost; empty if it is not there any more. */
  private String error(String id) {
    try {
      return runtime.inspect(id).error();
    } catch (RuntimeFault e) {
      if (e.kind() == RuntimeFault.Kind.NOT_FOUND) {
        return "";
      }
      throw e;
    }
  }

  private void prune(Exchange exchange) throws IOException {
    Filters filters = Filters.parse(exchange.query("filters"), PRUNE_FILTERS);
    List<String> removed = new ArrayList<>();
    long bytes = 0;
    for (ContainerState state : runtime.list()) {
      boolean chosen =
          !state.running()
              && !lifecycle.restarting(state.id())
              && filters.labels(state.config().labels())
              && filters.withoutLabels(state.config().labels())
              && filters.get("until").stream()
                  .allMatch(until -> state.created().isBefore(Times.ago("until", until, clock)));
      if (chosen) {
        try {
          long size = files.size(state.id());
          lifecycle.remove(state.id(), false, false);
          bytes += size;
          removed.add(state.id());
        } catch (
            RuntimeFault e) { // removed or started meanwhile: the others are to go all the same
          LOG.info("prune leaves container {}: {}", state.spec().name(), e.getMessage());
        }
      }
    }
    events.pruned("container", bytes);
    exchange.json(200, new PruneReport(removed, null, bytes));
  }
}
