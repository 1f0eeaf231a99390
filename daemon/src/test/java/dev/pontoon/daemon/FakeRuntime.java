package dev.pontoon.daemon;

import dev.pontoon.daemon.workload.ContainerRuntime;
import dev.pontoon.runtime.AttachOptions;
import dev.pontoon.runtime.ContainerListener;
import dev.pontoon.runtime.ContainerSpec;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.ContainerState.Status;
import dev.pontoon.runtime.ContainerUsage;
import dev.pontoon.runtime.ExecSpec;
import dev.pontoon.runtime.ImageConfig;
import dev.pontoon.runtime.LogOptions;
import dev.pontoon.runtime.LogSink;
import dev.pontoon.runtime.NetworkAttachment;
import dev.pontoon.runtime.NetworkFiles;
import dev.pontoon.runtime.OutputSink;
import dev.pontoon.runtime.Resources;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.RuntimeFault.Kind;
import dev.pontoon.runtime.StdStream;
import dev.pontoon.runtime.WaitCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Containers without processes. What a client writes to one's input comes back on its output, and
 * the end of the input ends it with code 0. An exec of {@code fail} can't be started.
 */
final class FakeRuntime implements ContainerRuntime {
  private static final ContainerUsage USAGE =
      new ContainerUsage(
          Instant.EPOCH,
          new ContainerUsage.Cpu(7, 4, 3, List.of(7L), 0, 0, 0),
          1000,
          2,
          new ContainerUsage.Memory(4096, 8192, 1 << 20, 0, Map.of("total_inactive_file", 96L)),
          new ContainerUsage.Processes(1, 0),
          List.of(new ContainerUsage.Disk(true, 8, 0, "read", 512)),
          Map.of("eth0", new ContainerUsage.Network(1, 2, 3, 4, 5, 6, 7, 8)));

  final Map<String, ContainerState> states = new LinkedHashMap<>();
  final Map<String, NetworkAttachment> networks = new LinkedHashMap<>();
  final Map<String, NetworkFiles> rewritten = new LinkedHashMap<>();
  private final Map<String, CompletableFuture<Integer>> exits = new LinkedHashMap<>();
  private final Map<String, OutputSink> sinks = new LinkedHashMap<>();
  private final Set<String> returning = new HashSet<>();
  private final FakeImages images;
  private ContainerListener listener = new ContainerListener() {};
  private Optional<RuntimeFault> refusal = Optional.empty();
  private int counter = 0xa0;

  FakeRuntime(FakeImages images) {
    this.images = images;
  }

  /** Lets the next start fail. */
  void refuseStart(Kind kind, String message) {
    refusal = Optional.of(new RuntimeFault(kind, message));
  }

  @Override
  public void listen(ContainerListener heard) {
    listener = heard;
  }

  @Override
  public synchronized ContainerState create(ContainerSpec spec) {
    if (states.values().stream().anyMatch(s -> s.spec().name().equals(spec.name()))) {
      throw new RuntimeFault(
          Kind.CONFLICT, "Conflict. The container name \"/" + spec.name() + "\" is already in use");
    }
    String image = spec.image().isEmpty() ? "" : images.inspect(spec.image()).id();
    String id = "%064x".formatted(counter++).replace('0', 'c');
    return put(state(id, spec, Status.CREATED, 0, image));
  }

  private static ContainerState state(
      String id, ContainerSpec spec, Status status, int exitCode, String image) {
    return new ContainerState(
        id,
        spec,
        Instant.EPOCH,
        status,
        status == Status.RUNNING || status == Status.PAUSED ? 42 : 0,
        exitCode,
        "",
        false,
        status == Status.CREATED ? null : Instant.EPOCH,
        status == Status.EXITED ? Instant.EPOCH : null,
        image,
        "sh",
        List.of("-c", "true"),
        new ImageConfig(
            spec.process().env(),
            List.of(),
            spec.process().command(),
            "",
            "",
            image.isEmpty() ? List.of() : List.of("80/tcp"),
            List.of(),
            spec.labels(),
            "",
            spec.process().health()),
        id.substring(0, 12),
        Path.of("/log"),
        Path.of("/nowhere/" + id));
  }

  private ContainerState put(ContainerState state) {
    states.put(state.id(), state);
    return state;
  }

  private CompletableFuture<Integer> exitOf(String id) {
    return exits.computeIfAbsent(id, _ -> new CompletableFuture<>());
  }

  private ContainerState set(ContainerState state, Status status, int exitCode) {
    return put(state(state.id(), state.spec(), status, exitCode, state.imageId()));
  }

  @Override
  public synchronized ContainerState start(String reference, NetworkAttachment network) {
    ContainerState state = inspect(reference);
    if (refusal.isPresent()) {
      RuntimeFault fault = refusal.get();
      refusal = Optional.empty();
      throw fault;
    }
    networks.put(state.id(), network);
    return set(state, Status.RUNNING, 0);
  }

  /** Ends a container's process. */
  void exit(String reference, int code) {
    ContainerState ended;
    CompletableFuture<Integer> exit;
    synchronized (this) {
      ContainerState state = inspect(reference);
      ended = set(state, Status.EXITED, code);
      exit = exitOf(state.id());
      exits.remove(state.id());
    }
    listener.exited(ended);
    OutputSink sink = sinks.get(ended.id());
    if (sink != null) {
      sink.end();
    }
    if (ended.spec().autoRemove() && !returning.remove(ended.id())) {
      remove(ended.id(), false);
    }
    exit.complete(code);
  }

  @Override
  public void stop(String reference, String signal, @Nullable Duration timeout) {
    if (!inspect(reference).running()) {
      throw new RuntimeFault(Kind.NOT_MODIFIED, "container does not run");
    }
    exit(reference, 143);
  }

  @Override
  public void halt(String reference, String signal, @Nullable Duration timeout) {
    ContainerState state = inspect(reference);
    returning.add(state.id());
    stop(state.id(), signal, timeout);
  }

  @Override
  public synchronized void pause(String reference) {
    ContainerState state = inspect(reference);
    if (state.status() != Status.RUNNING) {
      throw new RuntimeFault(Kind.CONFLICT, "Container " + state.id() + " is not running");
    }
    set(state, Status.PAUSED, 0);
  }

  @Override
  public synchronized void resume(String reference) {
    set(inspect(reference), Status.RUNNING, 0);
  }

  @Override
  public synchronized void update(String reference, Resources limits) {
    ContainerState state = inspect(reference);
    put(
        state(
            state.id(),
            state.spec().withResources(limits),
            state.status(),
            state.exitCode(),
            state.imageId()));
  }

  @Override
  public List<Integer> processes(String reference) {
    inspect(reference);
    return List.of((int) ProcessHandle.current().pid());
  }

  @Override
  public Optional<ContainerUsage> usage(String reference) {
    return inspect(reference).running() ? Optional.of(USAGE) : Optional.empty();
  }

  @Override
  public void failed(String reference, String reason) {
    inspect(reference);
  }

  @Override
  public int kill(String reference, String signal, IntConsumer sent) {
    if (!inspect(reference).running()) {
      throw new RuntimeFault(Kind.CONFLICT, "container " + reference + " is not running");
    }
    sent.accept(9);
    exit(reference, 137);
    return 9;
  }

  @Override
  public void remove(String reference, boolean force) {
    ContainerState state = inspect(reference);
    if (state.running() && !force) {
      throw new RuntimeFault(Kind.CONFLICT, "container is running: stop the container");
    }
    if (state.running()) {
      exit(state.id(), 137);
    }
    synchronized (this) {
      states.remove(state.id());
    }
    listener.removed(state);
  }

  @Override
  public synchronized void rename(String reference, String name) {
    ContainerState state = inspect(reference);
    put(
        state(
            state.id(),
            state.spec().withName(name),
            state.status(),
            state.exitCode(),
            state.imageId()));
  }

  @Override
  public synchronized CompletableFuture<Integer> await(String reference, WaitCondition condition) {
    ContainerState state = inspect(reference);
    return condition == WaitCondition.NOT_RUNNING && !state.running()
        ? CompletableFuture.completedFuture(state.exitCode())
        : exitOf(state.id());
  }

  @Override
  public void resize(String reference, int rows, int columns) {}

  @Override
  public Stdin attach(String reference, AttachOptions options, OutputSink sink) {
    String id = inspect(reference).id();
    sinks.put(id, sink);
    return new Echo(sink, () -> exit(id, 0));
  }

  @Override
  public Exec exec(String reference, ExecSpec spec, OutputSink sink) {
    if (spec.command().getFirst().equals("fail")) {
      throw new RuntimeFault(Kind.INVALID, "exec: \"fail\": executable file not found in $PATH");
    }
    return new Echo(sink, () -> {});
  }

  @Override
  public Log logs(String reference, LogOptions options, LogSink sink) {
    inspect(reference);
    return new Log() {
      @Override
      public void run() throws IOException {
        sink.line(StdStream.STDOUT, Instant.EPOCH, "out\n".getBytes(StandardCharsets.UTF_8));
        sink.line(StdStream.STDERR, Instant.EPOCH, "err\n".getBytes(StandardCharsets.UTF_8));
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public synchronized ContainerState inspect(String reference) {
    String name = reference.startsWith("/") ? reference.substring(1) : reference;
    return states.values().stream()
        .filter(s -> s.spec().name().equals(name) || s.id().startsWith(name))
        .findFirst()
        .orElseThrow(() -> RuntimeFault.noSuchContainer(reference));
  }

  @Override
  public synchronized List<ContainerState> list() {
    return new ArrayList<>(states.values()).reversed();
  }

  @Override
  public void updateFiles(String reference, NetworkFiles files) {
    rewritten.put(inspect(reference).id(), files);
  }

  @Override
  public String program() {
    return "runc";
  }

  @Override
  public String programPath() {
    return "/usr/sbin/runc";
  }

  @Override
  public String programVersion() {
    return "runc version 1";
  }

  @Override
  public String initProgram() {
    return "tini";
  }

  @Override
  public void close() {}

  private record Echo(OutputSink sink, Runnable end, CompletableFuture<Integer> exit)
      implements Exec {
    Echo(OutputSink sink, Runnable end) {
      this(sink, end, new CompletableFuture<>());
    }

    @Override
    public int pid() {
      return 43;
    }

    @Override
    public void resize(int rows, int columns) {}

    @Override
    public void kill() {
      exit.complete(137);
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      sink.output(StdStream.STDOUT, bytes);
    }

    @Override
    public void closeStdin() throws IOException {
      sink.output(StdStream.STDERR, ByteBuffer.wrap("bye".getBytes(StandardCharsets.UTF_8)));
      exit.complete(7);
      sink.end();
      end.run();
    }

    @Override
    public void close() {}
  }
}
