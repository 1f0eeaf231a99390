package dev.pontoon.daemon.resource;

import dev.pontoon.api.ExecConfig;
import dev.pontoon.api.ExecInspection;
import dev.pontoon.api.ExecStart;
import dev.pontoon.api.IdResponse;
import dev.pontoon.daemon.http.Exchange;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.daemon.http.RawStream;
import dev.pontoon.daemon.http.Router;
import dev.pontoon.daemon.workload.ContainerRuntime;
import dev.pontoon.daemon.workload.Execs;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.StdStream;
import dev.pontoon.runtime.container.DetachKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@code /containers/{id}/exec} and {@code /exec}. */
public final class ExecResource {
  private final Execs execs;

  /** Further processes. */
  public ExecResource(Execs execs) {
    this.execs = execs;
  }

  /** Adds the routes. */
  public void register(Router router) {
    router
        .on("POST", "/containers/{id}/exec", this::create)
        .on("POST", "/exec/{id}/start", this::start)
        .on("POST", "/exec/{id}/resize", this::resize)
        .on("GET", "/exec/{id}/json", this::inspect);
  }

  private void create(Exchange exchange) throws IOException {
    ExecConfig config = exchange.json(ExecConfig.class);
    exchange.json(201, new IdResponse(execs.create(exchange.parameter("id"), config)));
  }

  private void start(Exchange exchange) throws IOException {
    ExecStart start = exchange.json(ExecStart.class);
    Execs.Entry entry = execs.find(exchange.parameter("id"));
    entry.claim();
    if (start.detach()) {
      ClientSink sink = new ClientSink();
      sink.abandon(new IOException("detached"));
      entry.start(sink);
      exchange.empty(200);
      return;
    }
    connect(exchange, start, entry);
  }

  /** As Docker, a process that can't be started is told of in the stream; its exit code is kept. */
  private static void connect(Exchange exchange, ExecStart start, Execs.Entry entry)
      throws IOException {
    boolean tty = entry.config().tty();
    try (RawStream stream = exchange.hijack(StreamTypes.of(tty, exchange.version()))) {
      Frames frames = new Frames(stream.output(), tty);
      ClientSink sink = new ClientSink();
      sink.connect(frames);
      try {
        run(stream, start, entry, sink);
      } catch (RuntimeFault e) {
        byte[] words = (e.getMessage() + "\r\n").getBytes(StandardCharsets.UTF_8);
        frames.write(StdStream.STDOUT, ByteBuffer.wrap(words));
      }
      stream.shutdownOutput();
    }
  }

  private static void run(RawStream stream, ExecStart start, Execs.Entry entry, ClientSink sink) {
    CompletableFuture<Void> detached = new CompletableFuture<>();
    try (ContainerRuntime.Exec process = entry.start(sink)) {
      List<Integer> size =
          start.consoleSize().size() == 2 ? start.consoleSize() : entry.config().consoleSize();
      if (size.size() == 2 && entry.config().tty()) {
        process.resize(size.get(0), size.get(1));
      }
      if (entry.config().attachStdin()) {
        Optional<DetachKeys> keys =
            entry.config().tty()
                ? Optional.of(DetachKeys.parse(entry.config().detachKeys()))
                : Optional.empty();
        StdinPump.start(stream, process, keys, () -> detached.complete(null));
      }
      // The client asks for the exit code once the stream has ended.
      CompletableFuture<Void> over = CompletableFuture.allOf(sink.ended(), entry.exited());
      CompletableFuture.anyOf(over, detached).join();
    }
  }

  private void resize(Exchange exchange) {
    int rows = exchange.size("h", "resize height");
    int columns = exchange.size("w", "resize width");
    Execs.Entry entry = execs.find(exchange.parameter("id"));
    entry
        .process()
        .filter(_ -> entry.running())
        .orElseThrow(() -> HttpError.conflict("exec process is not running"))
        .resize(rows, columns);
    exchange.empty(200);
  }

  private void inspect(Exchange exchange) throws IOException {
    Execs.Entry entry = execs.find(exchange.parameter("id"));
    ExecConfig config = entry.config();
    List<String> command = config.cmd();
    exchange.json(
        200,
        new ExecInspection(
            entry.id(),
            entry.running(),
            entry.exitCode().orElse(null),
            new ExecInspection.ProcessConfig(
                config.tty(),
                command.getFirst(),
                command.subList(1, command.size()),
                config.privileged(),
                config.user()),
            config.attachStdin(),
            config.attachStderr(),
            config.attachStdout(),
            !entry.running(),
            entry.containerId(),
            config.detachKeys(),
            entry.process().map(ContainerRuntime.Exec::pid).orElse(0)));
  }
}
