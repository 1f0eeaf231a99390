package dev.pontoon.bench;

import dev.pontoon.engine.Engine;
import dev.pontoon.engine.EngineConfig;
import dev.pontoon.engine.Engines;
import dev.pontoon.engine.FirewallBackend;
import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.NetworkMode;
import dev.pontoon.engine.model.NetworkSpec;
import dev.pontoon.engine.model.PortSpec;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.engine.model.SandboxSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The engine in a warm JVM, in the network namespace it is started in. Reads lines and answers each
 * with one line of JSON, times in nanoseconds:
 *
 * <ul>
 *   <li>{@code attach N}: so many containers attached, with one port, and detached, one by one
 *   <li>{@code keep N}: so many attached with ten ports each, which stay
 *   <li>{@code networks N}: so many networks made, on which containers then are in turn
 *   <li>{@code steps N}: the time of each step of the engine in so many attaches and detaches
 *   <li>{@code ports COUNT RUNS}: a container with a range published one to one, and its removal
 * </ul>
 *
 * <p>Its arguments are the firewall backend, and {@code steps} if steps are to be timed. State goes
 * below {@code TMPDIR}, mount points below {@code RUNDIR}.
 */
final class EngineBench implements AutoCloseable {
  private static final int PORT = 5000;
  private static final int FIRST_PORT = 20_000;
  private static final int KEPT_PORTS = 10;

  private final StepTimes steps;
  private final Engine engine;
  private List<String> networks = List.of(Network.DEFAULT_BRIDGE);
  private int containers;
  private int kept;

  private EngineBench(FirewallBackend backend, boolean timeSteps) {
    steps = new StepTimes();
    EngineConfig config = config(backend);
    engine = Engines.open(timeSteps ? config.withSeam(steps) : config);
  }

  /** Serves lines until the input ends. */
  public static void main(String[] arguments) throws IOException {
    FirewallBackend backend = FirewallBackend.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    boolean timeSteps = arguments.length > 1;
    try (EngineBench bench = new EngineBench(backend, timeSteps)) {
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      out.println("{\"ready\": true}");
      var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        out.println(bench.answer(line.split(" ", -1)));
      }
    }
  }

  private static EngineConfig config(FirewallBackend backend) {
    return EngineConfig.at(
            EngineConfig.OWN_NAMESPACE,
            Path.of(System.getenv("TMPDIR"), "data"),
            Path.of(System.getenv("RUNDIR"), "engine"))
        .withFirewall(backend);
  }

  private Samples answer(String[] words) {
    int count = Integer.parseInt(words[1]);
    return switch (words[0]) {
      case "attach" -> attach(count);
      case "keep" -> keep(count);
      case "networks" -> networks(count);
      case "steps" -> steps(count);
      case "ports" -> ports(count, Integer.parseInt(words[2]));
      default -> throw new IllegalArgumentException("unknown command " + words[0]);
    };
  }

  private Samples attach(int count) {
    Samples samples = new Samples();
    for (int i = 0; i < count; i++) {
      SandboxSpec spec = container(PortSpec.of(Protocol.TCP, PORT, PORT));
      samples.time("attach", () -> engine.attach(spec));
      samples.time("detach", () -> engine.detach(spec.id()));
    }
    return samples;
  }

  private Samples steps(int count) {
    for (int i = 0; i < count; i++) {
      SandboxSpec spec = container(PortSpec.of(Protocol.TCP, PORT, PORT));
      steps.begin("attach");
      engine.attach(spec);
      steps.end();
      steps.begin("detach");
      engine.detach(spec.id());
      steps.end();
    }
    return steps.samples();
  }

  private Samples keep(int count) {
    Samples samples = new Samples();
    for (int i = 0; i < count; i++) {
      int first = FIRST_PORT + KEPT_PORTS * kept++;
      SandboxSpec spec = container(range(first, KEPT_PORTS));
      samples.time("attach", () -> engine.attach(spec));
    }
    return samples;
  }

  private Samples networks(int count) {
    networks =
        IntStream.range(0, count)
            .mapToObj(i -> engine.createNetwork(NetworkSpec.bridge("bench" + i)).name())
            .toList();
    return new Samples();
  }

  private Samples ports(int count, int runs) {
    Samples samples = new Samples();
    for (int i = 0; i < runs; i++) {
      SandboxSpec spec = container(range(FIRST_PORT, count));
      Memory before = Memory.now();
      samples.time("publish", () -> engine.attach(spec));
      Memory after = Memory.now();
      samples.time("remove", () -> engine.detach(spec.id()));
      samples.add("rss", after.rss() - before.rss());
      samples.add("pss", after.pss() - before.pss());
      samples.add("processes", ProcessHandle.current().descendants().count());
    }
    return samples;
  }

  private SandboxSpec container(PortSpec ports) {
    int number = containers++;
    String network = networks.get(number % networks.size());
    var own = new NetworkMode.Own(List.of(EndpointSpec.on(network)));
    return new SandboxSpec("%064x".formatted(number), "bench" + number, own, List.of(ports));
  }

  private static PortSpec range(int first, int count) {
    return new PortSpec(Protocol.TCP, Optional.empty(), first, count, first, count);
  }

  @Override
  public void close() {
    engine.close();
  }
}
