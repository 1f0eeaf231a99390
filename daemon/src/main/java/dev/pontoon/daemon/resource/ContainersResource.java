package dev.pontoon.daemon.resource;

import dev.pontoon.api.ContainerSummary;
import dev.pontoon.api.CreatedContainer;
import dev.pontoon.api.PruneReport;
import dev.pontoon.api.WaitResult;
import dev.pontoon.daemon.edge.ContainerRequest;
import dev.pontoon.daemon.edge.Filters;
import dev.pontoon.daemon.http.Exchange;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.daemon.http.Json;
import dev.pontoon.daemon.http.Router;
import dev.pontoon.daemon.view.ContainerViews;
import dev.pontoon.daemon.workload.ContainerRuntime;
import dev.pontoon.daemon.workload.Execs;
import dev.pontoon.daemon.workload.Lifecycle;
import dev.pontoon.daemon.workload.Requests;
import dev.pontoon.daemon.workload.Sandboxes;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.WaitCondition;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** {@code /containers}. */
public final class ContainersResource {
  private static final Set<String> FILTERS =
      Set.of("id", "name", "label", "status", "ancestor", "network", "exited");
  private static final Set<String> PRUNE_FILTERS = Set.of("label");

  private final ContainerRuntime runtime;
  private final Lifecycle lifecycle;
  private final Sandboxes sandboxes;
  private final Requests requests;
  private final Execs execs;
  private final ContainerViews views;

  /** The containers of a runtime. */
  public ContainersResource(
      ContainerRuntime runtime,
      Lifecycle lifecycle,
      Sandboxes sandboxes,
      Requests requests,
      Execs execs,
      ContainerViews views) {
    this.runtime = runtime;
    this.lifecycle = lifecycle;
    this.sandboxes = sandboxes;
    this.requests = requests;
    this.execs = execs;
    this.views = views;
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
        .on("DELETE", "/containers/{id}", this::remove);
  }

  private void create(Exchange exchange) throws IOException {
    ContainerRequest request = ContainerRequest.parse(exchange.tree());
    if (exchange.flag("dry-run")) {
      List<String> lines = sandboxes.preview(exchange.query("name"), request);
      exchange.text(200, String.join("\n", lines) + "\n");
      return;
    }
    CreatedContainer created = lifecycle.create(exchange.query("name"), request);
    exchange.json(201, created);
  }

  private void list(Exchange exchange) throws IOException {
    Filters filters = Filters.parse(exchange.query("filters"), FILTERS);
    boolean all =
        exchange.flag("all")
            || exchange.number("limit", 0) > 0
            || filters.has("status")
            || filters.has("exited");
    List<ContainerSummary> rows = new ArrayList<>();
    for (ContainerState state : runtime.list()) {
      ContainerRequest request = requests.find(state.id()).orElse(null);
      if (request != null && (all || state.running()) && matches(filters, state)) {
        ContainerSummary row = views.summary(state, request);
        if (onNetwork(filters, row)) {
          rows.add(row);
        }
      }
    }
    int limit = exchange.number("limit", 0);
    exchange.json(200, limit > 0 ? rows.subList(0, Math.min(limit, rows.size())) : rows);
  }

  private static boolean matches(Filters filters, ContainerState state) {
    String status = state.status().name().toLowerCase(Locale.ROOT);
    return filters.test("id", state.id()::startsWith)
        && filters.test("name", n -> nameMatches(n, state.spec().name()))
        && filters.test("status", status::equals)
        && filters.test(
            "exited",
            code ->
                state.status() == ContainerState.Status.EXITED
                    && code.equals(String.valueOf(state.exitCode())))
        && filters.test(
            "ancestor", image -> image.equals(state.spec().image()) || isId(image, state.imageId()))
        && filters.labels(state.config().labels());
  }

  /** As Docker: a regular expression, found anywhere in the name with or without its slash. */
  private static boolean nameMatches(String pattern, String name) {
    try {
      java.util.regex.Pattern regex = java.util.regex.Pattern.compile(pattern);
      return regex.matcher(name).find() || regex.matcher("/" + name).find();
    } catch (java.util.regex.PatternSyntaxException e) {
      throw HttpError.invalid("invalid filter 'name=" + pattern + "'");
    }
  }

  private static boolean isId(String start, String id) {
    return !start.isEmpty() && (id.startsWith(start) || id.startsWith("sha256:" + start));
  }

  private static boolean onNetwork(Filters filters, ContainerSummary row) {
    return filters.test(
        "network",
        wanted ->
            row.networkSettings().networks().entrySet().stream()
                .anyMatch(
                    n -> n.getKey().equals(wanted) || n.getValue().networkId().startsWith(wanted)));
  }

  private void inspect(Exchange exchange) throws IOException {
    ContainerState state = runtime.inspect(exchange.parameter("id"));
    ContainerRequest request =
        requests
            .find(state.id())
            .orElseThrow(() -> RuntimeFault.noSuchContainer(exchange.parameter("id")));
    exchange.json(
        200,
        views.inspection(
            state, request, lifecycle.restartCount(state.id()), execs.running(state.id())));
  }

  private void start(Exchange exchange) {
    lifecycle.start(exchange.parameter("id"));
    exchange.empty(204);
  }

  private void stop(Exchange exchange) {
    lifecycle.stop(exchange.parameter("id"), timeout(exchange));
    exchange.empty(204);
  }

  private void restart(Exchange exchange) {
    lifecycle.restart(exchange.parameter("id"), timeout(exchange));
    exchange.empty(204);
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
    lifecycle.kill(exchange.parameter("id"), signal.isEmpty() ? "KILL" : signal);
    exchange.empty(204);
  }

  private void rename(Exchange exchange) {
    lifecycle.rename(exchange.parameter("id"), exchange.query("name"));
    exchange.empty(204);
  }

  private void remove(Exchange exchange) {
    lifecycle.remove(exchange.parameter("id"), exchange.flag("force"));
    exchange.empty(204);
  }

  /** The head goes out at once: clients send it before they start the container. */
  private void await(Exchange exchange) throws IOException {
    WaitCondition condition =
        switch (exchange.query("condition")) {
          case "", "not-running" -> WaitCondition.NOT_RUNNING;
          case "next-exit" -> WaitCondition.NEXT_EXIT;
          case "removed" -> WaitCondition.REMOVED;
          default ->
              throw HttpError.invalid("invalid condition: \"" + exchange.query("condition") + "\"");
        };
    CompletableFuture<Integer> exit = runtime.await(exchange.parameter("id"), condition);
    try (OutputStream out = exchange.stream(200, "application/json")) {
      out.write(Json.line(result(exit)));
    }
  }

  private static WaitResult result(CompletableFuture<Integer> exit) {
    try {
      return new WaitResult(exit.join(), null);
    } catch (CompletionException e) {
      String message = String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
      return new WaitResult(-1, new WaitResult.WaitError(message));
    }
  }

  private void prune(Exchange exchange) throws IOException {
    Filters filters = Filters.parse(exchange.query("filters"), PRUNE_FILTERS);
    List<String> removed = new ArrayList<>();
    for (ContainerState state : runtime.list()) {
      if (!state.running() && filters.labels(state.config().labels())) {
        lifecycle.remove(state.id(), false);
        removed.add(state.id());
      }
    }
    exchange.json(200, new PruneReport(removed, null, 0L));
  }
}
