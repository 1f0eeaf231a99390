package dev.pontoon.bench;

import dev.pontoon.engine.Engine;
import dev.pontoon.engine.EngineConfig;
import dev.pontoon.engine.Engines;
import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.NetworkSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Containers that come and go on one engine, by several workers at once, in the network namespace
 * it is started in. Reads lines and answers each with one line of JSON:
 *
 * <ul>
 *   <li>{@code churn N WORKERS}: so many cycles in all, each an attach and a detach of one of the
 *       {@link ChurnCycle}'s kinds
 *   <li>{@code census}: what this process holds after a garbage collection
 * </ul>
 */
final class ChurnBench implements AutoCloseable {
  /** The networks that containers come to: three of IPv4, and one that has IPv6 as well. */
  static final List<String> NETWORKS = List.of("churn0", "churn1", "churn2", "churn6");

  private final Engine engine;
  private final AtomicLong cycles = new AtomicLong();

  private ChurnBench() {
    engine =
        Engines.open(
            EngineConfig.at(
                EngineConfig.OWN_NAMESPACE,
                Path.of(System.getenv("TMPDIR"), "data"),
                Path.of(System.getenv("RUNDIR"), "engine")));
    NETWORKS.forEach(name -> engine.createNetwork(network(name, name.endsWith("6"))));
  }

  private static NetworkSpec network(String name, boolean ipv6) {
    return new NetworkSpec(
        name, DriverConfig.Bridge.DEFAULT, List.of(), ipv6, false, Map.of(), Map.of());
  }

  /** Serves lines until the input ends. */
  public static void main(String[] arguments) throws Exception {
    try (ChurnBench bench = new ChurnBench()) {
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      out.println("{\"ready\": true}");
      var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        out.println(bench.answer(line.split(" ", -1)));
      }
    }
  }

  private Samples answer(String[] words) throws Exception {
    return switch (words[0]) {
      case "churn" -> churn(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
      case "census" -> census();
      default -> throw new IllegalArgumentException("unknown command " + words[0]);
    };
  }

  private Samples churn(int count, int workers) throws Exception {
    long end = cycles.get() + count;
    Samples samples = new Samples();
    long start = System.nanoTime();
    try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
      List<Future<?>> work =
          IntStream.range(0, workers)
              .<Future<?>>mapToObj(worker -> pool.submit(() -> work(worker, end)))
              .toList();
      for (Future<?> one : work) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a cycle failed", e);
    }
    cycles.set(end);
    samples.add("churn", System.nanoTime() - start);
    return samples;
  }

  private boolean work(int worker, long end) throws IOException {
    ChurnCycle cycle = new ChurnCycle(engine, worker);
    long number = cycles.getAndIncrement();
    while (number < end) {
      cycle.run(number);
      number = cycles.getAndIncrement();
    }
    return true;
  }

  private Samples census() {
    Memory memory = Memory.now();
    Samples samples = new Samples();
    samples.add("rss", memory.rss());
    samples.add("heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    samples.add("sandboxes", engine.sandboxes().size());
    samples.add("networks", engine.networks().size());
    return samples;
  }

  @Override
  public void close() {
    engine.removeEverything();
    engine.close();
  }
}
