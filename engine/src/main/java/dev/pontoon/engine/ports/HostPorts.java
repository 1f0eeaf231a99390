package dev.pontoon.engine.ports;

import dev.pontoon.engine.EngineException;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.PortSpec;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.KernelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The host ports of one engine: chosen on request, and held by sockets that are bound but never
 * listen, so that no other program can take them; the firewall translates before any of them could
 * receive. A socket costs memory and a descriptor, so there is a limit to them: ports beyond it are
 * published all the same, and a warning says that they are not reserved.
 *
 * <p>Not thread-safe: the engine calls it from its one writer.
 */
public final class HostPorts implements AutoCloseable {
  /** So many sockets at most; the limit of open files is 20,000 where it is low. */
  public static final int DEFAULT_LIMIT = 4_096;

  private final HostSockets sockets;
  private final int limit;
  private final PortIndex<Holding> index = new PortIndex<>();
  private final Map<PortMapping, Holding> holdings = new HashMap<>();
  private final AtomicInteger reserved = new AtomicInteger();
  private int next;

  /** A mapping that is held, with its sockets. */
  private record Holding(PortMapping mapping, List<HostSockets.Reserved> sockets) {}

  /** Why a candidate can't be had; the next one may. */
  private record Refusal(String reason, Optional<KernelException> cause) {}

  /**
   * How many sockets this process can bear: {@link #DEFAULT_LIMIT}, or half of the files that it
   * may open (proc_pid_limits(5)) where that is less.
   */
  public static int affordable() {
    try (Stream<String> limits = Files.lines(Path.of("/proc/self/limits"))) {
      return limits
          .filter(line -> line.startsWith("Max open files"))
          .map(line -> line.split("\\s+", -1)[3])
          .filter(soft -> !soft.equals("unlimited"))
          .mapToInt(soft -> (int) Math.min(DEFAULT_LIMIT, Long.parseLong(soft) / 2))
          .findFirst()
          .orElse(DEFAULT_LIMIT);
    } catch (IOException e) {
      throw new UncheckedIOException("read the limit of open files", e);
    }
  }

  HostPorts(HostSockets sockets, int limit) {
    this.sockets = sockets;
    this.limit = limit;
  }

  /**
   * The ports of a host namespace.
   *
   * @param limit how many sockets to hold at most; 0 where something else binds the ports itself
   */
  public static HostPorts open(NetworkNamespace host, int limit) {
    return new HostPorts(new KernelSockets(host), limit);
  }

  /**
   * Chooses and holds the ports of all requests, or none.
   *
   * @throws EngineException FAILED, in Docker's words, with the address, the port, and the process
   *     that has it where it can be seen
   */
  public Allocation allocate(PublishTarget target, List<PortSpec> specs) {
    return sockets.inside(() -> {
      List<PortMapping> mappings = new ArrayList<>();
      List<String> warnings = new ArrayList<>();
      try {
        specs.forEach(spec -> mappings.addAll(allocate(target, spec, warnings)));
      } catch (EngineException | KernelException e) {
        release(mappings);
        throw e;
      }
      return new Allocation(mappings, warnings);
    });
  }

  /**
   * Holds ports that were chosen before, as at start. Whoever has taken one meanwhile keeps it:
   * that, too, is a warning, since the firewall serves the port before any socket.
   */
  public List<String> adopt(List<PortMapping> mappings) {
    return sockets.inside(() -> {
      List<String> warnings = new ArrayList<>();
      for (PortMapping mapping : mappings) {
        hold(mapping, warnings)
            .ifPresent(refusal -> {
              warnings.add("not reserved: " + refusal.reason());
              keep(new Holding(mapping, List.of()));
            });
      }
      return List.copyOf(warnings);
    });
  }

  /** Lets go of ports; those that are not held are no error. */
  public void release(List<PortMapping> mappings) {
    for (PortMapping mapping : mappings) {
      Holding holding = holdings.remove(mapping);
      if (holding != null) {
        index.remove(mapping.protocol(), mapping.hostAddress(), mapping.hostFirst());
        holding.sockets().forEach(HostSockets.Reserved::close);
        reserved.addAndGet(-holding.sockets().size());
      }
    }
  }

  /** How many sockets hold ports now; any thread may ask. */
  public int reserved() {
    return reserved.get();
  }

  /** How many sockets there can be. */
  public int limit() {
    return limit;
  }

  /** Lets go of all ports. */
  @Override
  public void close() {
    release(List.copyOf(holdings.keySet()));
  }

  private List<PortMapping> allocate(PublishTarget target, PortSpec spec, List<String> warnings) {
    List<InetAddress> hosts = Mappings.hosts(spec, target, sockets.ipv6());
    PortRange from = candidates(spec);
    int tries = from.count() - spec.count() + 1;
    int start = spec.hostFirst() == 0 ? Math.floorMod(next - from.first(), Math.max(tries, 1)) : 0;
    Refusal last = new Refusal(PortErrors.exhausted(spec, from), Optional.empty());
    for (int i = 0; i < tries; i++) {
      int first = from.first() + (start + i) % tries;
      List<PortMapping> mappings =
          hosts.stream().map(host -> Mappings.mapping(spec, target, host, first)).toList();
      Optional<Refusal> refusal = holdAll(mappings, warnings);
      if (refusal.isEmpty()) {
        next = spec.hostFirst() == 0 ? first + spec.count() : next;
        return mappings;
      }
      last = tries == 1 ? refusal.get() : last;
    }
    String reason = last.reason();
    throw last.cause()
        .map(cause -> PortErrors.failed(target.name(), reason, cause))
        .orElseGet(() -> PortErrors.failed(target.name(), reason));
  }

  private PortRange candidates(PortSpec spec) {
    return spec.hostFirst() == 0
        ? sockets.ephemeral()
        : new PortRange(spec.hostFirst(), spec.hostFirst() + spec.hostCount() - 1);
  }

  private Optional<Refusal> holdAll(List<PortMapping> mappings, List<String> warnings) {
    List<PortMapping> held = new ArrayList<>();
    List<String> said = new ArrayList<>();
    for (PortMapping mapping : mappings) {
      Optional<Refusal> refusal = hold(mapping, said);
      if (refusal.isPresent()) {
        release(held);
        return refusal;
      }
      held.add(mapping);
    }
    warnings.addAll(said);
    return Optional.empty();
  }

  private Optional<Refusal> hold(PortMapping mapping, List<String> warnings) {
    InetAddress host = mapping.hostAddress();
    PortRange ports = new PortRange(mapping.hostFirst(), mapping.hostLast());
    Optional<Holding> other = index.find(mapping.protocol(), host, ports.first(), ports.last());
    if (other.isPresent()) {
      int port = Math.max(ports.first(), other.get().mapping().hostFirst());
      return Optional.of(new Refusal(PortErrors.allocated(host, port), Optional.empty()));
    }
    int affordable =
        mapping.protocol() == Protocol.SCTP ? 0 : Math.min(ports.count(), limit - reserved.get());
    PortRange rest = new PortRange(ports.first() + affordable, ports.last());
    Optional<Refusal> refusal = reserve(mapping, affordable).or(() -> taken(mapping, rest));
    if (refusal.isPresent()) {
      release(List.of(mapping));
    } else if (rest.count() > 0 && limit > 0) {
      warnings.add(Warnings.unreserved(mapping, rest, limit));
    }
    return refusal;
  }

  private Optional<Refusal> reserve(PortMapping mapping, int count) {
    List<HostSockets.Reserved> bound = new ArrayList<>(count);
    Holding holding = new Holding(mapping, bound);
    keep(holding);
    for (int port : IntStream.range(0, count).map(i -> mapping.hostFirst() + i).toArray()) {
      try {
        bound.add(sockets.bind(mapping.protocol(), mapping.hostAddress(), port));
        reserved.incrementAndGet();
      } catch (KernelException e) {
        return Optional.of(refusal(mapping, port, e));
      }
    }
    return Optional.empty();
  }

  private Optional<Refusal> taken(PortMapping mapping, PortRange rest) {
    if (rest.count() == 0) {
      return Optional.empty();
    }
    return sockets
        .firstTaken(mapping.protocol(), mapping.hostAddress(), rest)
        .map(port ->
            refusal(
                mapping,
                port,
                new KernelException("bind port " + port, Errno.of(Errno.EADDRINUSE))));
  }

  private Refusal refusal(PortMapping mapping, int port, KernelException e) {
    Optional<String> holder =
        e.errno().is(Errno.EADDRINUSE)
            ? sockets.holder(mapping.protocol(), mapping.hostAddress(), port)
            : Optional.empty();
    return new Refusal(
        PortErrors.refused(mapping.protocol(), mapping.hostAddress(), port, e.errno(), holder),
        Optional.of(e));
  }

  private void keep(Holding holding) {
    PortMapping mapping = holding.mapping();
    holdings.put(mapping, holding);
    index.add(
        mapping.protocol(),
        mapping.hostAddress(),
        mapping.hostFirst(),
        mapping.hostLast(),
        holding);
  }
}
