package dev.pontoon.daemon.resource;

import dev.pontoon.api.HostConfig;
import dev.pontoon.daemon.edge.Times;
import dev.pontoon.daemon.http.Exchange;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.daemon.http.Router;
import dev.pontoon.daemon.workload.ContainerRuntime;
import dev.pontoon.daemon.workload.Requests;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.LogOptions;
import dev.pontoon.runtime.LogSink;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code /containers/{id}/logs} and {@code resize}. */
public final class StreamsResource {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z' ").withZone(ZoneOffset.UTC);

  private final ContainerRuntime runtime;
  private final Requests requests;

  /** The streams of a runtime's containers. */
  public StreamsResource(ContainerRuntime runtime, Requests requests) {
    this.runtime = runtime;
    this.requests = requests;
  }

  /** Adds the routes. */
  public void register(Router router) {
    router
        .on("POST", "/containers/{id}/resize", this::resize)
        .on("GET", "/containers/{id}/logs", this::logs);
  }

  private void resize(Exchange exchange) {
    int rows = exchange.size("h", "resize height");
    int columns = exchange.size("w", "resize width");
    ContainerState state = runtime.inspect(exchange.parameter("id"));
    if (!state.running()) {
      throw HttpError.conflict("Container " + state.id() + " is not running");
    }
    runtime.resize(state.id(), rows, columns);
    exchange.empty(200);
  }

  private void logs(Exchange exchange) throws IOException {
    ContainerState state = runtime.inspect(exchange.parameter("id"));
    LogOptions options = options(exchange);
    if (!options.stdout() && !options.stderr()) {
      throw HttpError.invalid("Bad parameters: you must choose at least one stream");
    }
    if (state.spec().unlogged()) {
      throw HttpError.unsupported("configured logging driver does not support reading");
    }
    boolean tty = state.spec().process().tty();
    try (OutputStream out = exchange.stream(200, StreamTypes.of(tty, exchange.version()))) {
      Frames frames = new Frames(out, tty);
      try (ContainerRuntime.Log log =
          runtime.logs(state.id(), options, sink(frames, exchange, details(state, exchange)))) {
        log.run();
      }
    }
  }

  private static LogOptions options(Exchange exchange) {
    String tail = exchange.query("tail");
    return new LogOptions(
        exchange.flag("stdout"),
        exchange.flag("stderr"),
        exchange.flag("follow"),
        Times.parse("since", exchange.query("since")).orElse(null),
        Times.parse("until", exchange.query("until")).orElse(null),
        tail.isEmpty() || tail.equals("all") ? -1 : exchange.number("tail", -1));
  }

  private static LogSink sink(Frames frames, Exchange exchange, String details) {
    boolean timestamps = exchange.flag("timestamps");
    return (stream, time, text) -> {
      String before = (timestamps ? STAMP.format(time) : "") + details;
      byte[] prefix = before.getBytes(StandardCharsets.UTF_8);
      frames.write(
          stream, ByteBuffer.allocate(prefix.length + text.length).put(prefix).put(text).flip());
    };
  }

  /** What {@code --log-opt labels=} and {@code env=} want to be said with each line. */
  private String details(ContainerState state, Exchange exchange) {
    if (!exchange.flag("details")) {
      return "";
    }
    Map<String, String> wanted =
        requests
            .find(state.id())
            .map(r -> r.hostConfig().logConfig())
            .map(HostConfig.LogConfig::config)
            .orElse(Map.of());
    Map<String, String> attributes = new TreeMap<>();
    for (String label : wanted.getOrDefault("labels", "").split(",", -1)) {
      String value = state.config().labels().get(label);
      if (value != null) {
        attributes.put(label, value);
      }
    }
    for (String name : wanted.getOrDefault("env", "").split(",", -1)) {
      state.config().env().stream()
          .filter(e -> !name.isEmpty() && e.startsWith(name + "="))
          .forEach(e -> attributes.put(name, e.substring(name.length() + 1)));
    }
    return attributes.entrySet().stream()
            .map(a -> a.getKey() + "=" + URLEncoder.encode(a.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining(","))
        + " ";
  }
}
