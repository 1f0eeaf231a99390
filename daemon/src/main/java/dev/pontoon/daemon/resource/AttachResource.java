package dev.pontoon.daemon.resource;

import dev.pontoon.daemon.http.ClientStream;
import dev.pontoon.daemon.http.Exchange;
import dev.pontoon.daemon.http.Router;
import dev.pontoon.daemon.http.WebSocketStream;
import dev.pontoon.daemon.workload.ContainerRuntime;
import dev.pontoon.daemon.workload.Events;
import dev.pontoon.runtime.AttachOptions;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.LogOptions;
import dev.pontoon.runtime.container.DetachKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** {@code /containers/{id}/attach}, by a raw stream or by a web socket. */
public final class AttachResource {
  private final ContainerRuntime runtime;
  private final Events events;

  /** The streams of a runtime's containers. */
  public AttachResource(ContainerRuntime runtime, Events events) {
    this.runtime = runtime;
    this.events = events;
  }

  /** Adds the routes. */
  public void register(Router router) {
    router
        .on("POST", "/containers/{id}/attach", this::raw)
        .on("GET", "/containers/{id}/attach/ws", this::webSocket);
  }

  /** Takes a client's connection over, for output that waits in the sink. */
  private interface Takeover {
    ClientStream take(ClientSink sink) throws IOException;
  }

  private void raw(Exchange exchange) throws IOException {
    ContainerState state = runtime.inspect(exchange.parameter("id"));
    boolean tty = state.spec().process().tty();
    exchange.document();
    String type = StreamTypes.of(tty, exchange.version());
    attach(exchange, state, tty, _ -> exchange.hijack(type));
  }

  /** Both outputs are one, as Docker does it. */
  private void webSocket(Exchange exchange) throws IOException {
    ContainerState state = runtime.inspect(exchange.parameter("id"));
    attach(exchange, state, true, sink -> exchange.webSocket(sink::end));
  }

  private void attach(Exchange exchange, ContainerState state, boolean plain, Takeover connection)
      throws IOException {
    boolean stdin = exchange.flag("stdin") && state.spec().process().openStdin();
    Optional<DetachKeys> keys =
        stdin && state.spec().process().tty()
            ? Optional.of(DetachKeys.parse(exchange.query("detachKeys")))
            : Optional.empty();
    ClientSink sink = new ClientSink();
    if (!exchange.flag("stream")) {
      sink.end();
    }
    AttachOptions options =
        new AttachOptions(stdin, exchange.flag("stdout"), exchange.flag("stderr"));
    // Connected before the client is told so: a client that starts the container then, sees all.
    try (ContainerRuntime.Stdin process = runtime.attach(state.id(), options, sink)) {
      events.container("attach", state, Map.of());
      try (ClientStream stream = take(connection, sink)) {
        Frames frames = new Frames(stream.output(), plain);
        if (exchange.flag("logs")) {
          history(state, options, frames);
        }
        sink.connect(frames);
        if (stdin || stream instanceof WebSocketStream) { // only who reads one sees it closed
          StdinPump.start(stream, process, keys, sink::end);
        }
        sink.ended().join();
        stream.shutdownOutput();
      }
    }
  }

  private static ClientStream take(Takeover connection, ClientSink sink) throws IOException {
    try {
      return connection.take(sink);
    } catch (IOException | RuntimeException e) {
      sink.abandon(e);
      throw e;
    }
  }

  private void history(ContainerState state, AttachOptions options, Frames frames)
      throws IOException {
    LogOptions past = new LogOptions(options.stdout(), options.stderr(), false, null, null, -1);
    try (ContainerRuntime.Log log =
        runtime.logs(state.id(), past, (s, _, text) -> frames.write(s, ByteBuffer.wrap(text)))) {
      log.run();
    }
  }
}
