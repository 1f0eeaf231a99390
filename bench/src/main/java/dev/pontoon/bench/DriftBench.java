package dev.pontoon.bench;

import dev.pontoon.engine.Engine;
import dev.pontoon.engine.EngineConfig;
import dev.pontoon.engine.Engines;
import dev.pontoon.engine.FirewallBackend;
import dev.pontoon.engine.drift.BackoffPolicy;
import dev.pontoon.engine.drift.DriftOptions;
import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.NetworkMode;
import dev.pontoon.engine.model.PortSpec;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.model.SandboxSpec;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.netlink.NetlinkSocket;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.netns.Sysctl;
import dev.pontoon.linux.nftables.Change;
import dev.pontoon.linux.nftables.Family;
import dev.pontoon.linux.nftables.NamedSet;
import dev.pontoon.linux.nftables.Nftables;
import dev.pontoon.linux.nftables.Table;
import dev.pontoon.linux.rtnetlink.Address;
import dev.pontoon.linux.rtnetlink.Link;
import dev.pontoon.linux.rtnetlink.LinkRef;
import dev.pontoon.linux.rtnetlink.LinkSettings;
import dev.pontoon.linux.rtnetlink.Links;
import dev.pontoon.linux.rtnetlink.Route;
import dev.pontoon.linux.rtnetlink.Rtnetlink;
import dev.pontoon.linux.sys.Mounts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Reads lines {@code drift ROUNDS} and answers each with one line of JSON, times in nanoseconds:
 * how long it takes until what somebody else broke is put back: from the kernel's answer to the
 * breaking until the kernel shows it whole again, asked without pause. In the network namespace it
 * is started in, with two containers on the default bridge.
 */
final class DriftBench implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String BRIDGE = "pontoon0";
  private static final Table OWN = Table.of(Family.INET, "pontoon");
  private static final BackoffPolicy NO_WAIT =
      new BackoffPolicy(Duration.ZERO, Duration.ZERO, Duration.ofHours(1));

  private final FirewallBackend backend;
  private final Engine engine;
  private final Sandbox sandbox;
  private final String veth;
  private final Rtnetlink host = Rtnetlink.open();
  private final Rtnetlink inside;
  private final Nftables nftables = new Nftables(NetlinkSocket.open(NetlinkSocket.NETFILTER));
  private final Process inhabitant;

  private record Kind(Work breaking, BooleanSupplier whole) {}

  /** Breaks something. */
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  /** Serves lines until the input ends; the argument is the firewall backend. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    FirewallBackend backend = FirewallBackend.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    EngineConfig config =
        EngineConfig.at(
                EngineConfig.OWN_NAMESPACE,
                Path.of(System.getenv("TMPDIR"), "data"),
                Path.of(System.getenv("RUNDIR"), "engine"))
            .withFirewall(backend);
    try (DriftBench bench = new DriftBench(backend, config)) {
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      out.println("{\"ready\": true}");
      var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        out.println(bench.run(Integer.parseInt(line.split(" ", -1)[1])));
      }
    }
  }

  private DriftBench(FirewallBackend backend, EngineConfig config) throws IOException {
    this.backend = backend;
    this.engine = Engines.open(config.withDrift(DriftOptions.DEFAULT.withBackoff(NO_WAIT)));
    this.sandbox = engine.attach(container(1));
    engine.attach(container(2));
    this.veth = sandbox.endpoints().getFirst().hostInterface();
    try (NetworkNamespace namespace = NetworkNamespace.open(sandbox.namespace())) {
      this.inside = Rtnetlink.open(namespace);
    }
    this.inhabitant =
        new ProcessBuilder("nsenter", "--net=" + sandbox.namespace(), "sleep", "infinity").start();
  }

  private static SandboxSpec container(int number) {
    var own = new NetworkMode.Own(List.of(EndpointSpec.on(Network.DEFAULT_BRIDGE)));
    int port = 5000 + number;
    return new SandboxSpec(
        "%064x".formatted(number),
        "drift" + number,
        own,
        List.of(PortSpec.of(Protocol.TCP, port, 80)));
  }

  /** Breaks and waits, each kind so many times, in turn. */
  Samples run(int rounds) throws IOException, InterruptedException {
    Samples samples = new Samples();
    Map<String, Kind> kinds = kinds();
    for (int i = 0; i < rounds; i++) {
      for (Map.Entry<String, Kind> kind : kinds.entrySet()) {
        await(kind.getKey(), () -> engine.differences().isEmpty());
        kind.getValue().breaking().run();
        long start = System.nanoTime();
        await(kind.getKey(), kind.getValue().whole());
        samples.add(kind.getKey(), System.nanoTime() - start);
      }
    }
    return samples;
  }

  private static void await(String kind, BooleanSupplier whole) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!whole.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(kind + ": not put back within " + LIMIT);
      }
    }
  }

  private Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    links(kinds);
    addresses(kinds);
    inside(kinds);
    kinds.put(
        "ip_forward set to 0",
        new Kind(
            () -> Sysctl.set("ipv4/ip_forward", "0"),
            () -> Sysctl.get("ipv4/ip_forward").equals("1")));
    kinds.put(
        "a sandbox's namespace unmounted",
        new Kind(() -> Mounts.unmount(sandbox.namespace(), Mounts.MNT_DETACH), this::isMounted));
    if (backend == FirewallBackend.NFTABLES) {
      rules(kinds);
    } else {
      chains(kinds);
    }
    return kinds;
  }

  private void links(Map<String, Kind> kinds) {
    kinds.put(
        "bridge deleted, with two ports",
        new Kind(() -> host.execute(Links.delete(LinkRef.of(BRIDGE))), this::isJoined));
    kinds.put(
        "veth deleted",
        new Kind(
            () -> host.execute(Links.delete(LinkRef.of(veth))),
            () -> isJoined() && insideHasDefaultRoute()));
    kinds.put(
        "veth set down",
        new Kind(
            () -> host.execute(Links.set(LinkRef.of(veth), LinkSettings.NONE.down())),
            this::isJoined));
    kinds.put(
        "veth taken off its bridge",
        new Kind(
            () -> host.execute(Links.set(LinkRef.of(veth), LinkSettings.NONE.master(0))),
            this::isJoined));
  }

  private void addresses(Map<String, Kind> kinds) {
    Cidr gateway = Cidr.parse("172.17.0.1/16");
    kinds.put(
        "bridge's address deleted",
        new Kind(
            () -> host.execute(Address.of(index(host, BRIDGE), gateway).delete()),
            () -> has(host, gateway)));
    kinds.put(
        "bridge's route deleted",
        new Kind(
            () ->
                host.execute(
                    Route.direct(gateway, index(host, BRIDGE))
                        .withProtocol(Route.PROTOCOL_KERNEL)
                        .delete()),
            () ->
                host.routes().stream()
                    .anyMatch(r ->
                        r.table() == Route.TABLE_MAIN
                            && r.destination().equals(gateway.subnet()))));
  }

  private void inside(Map<String, Kind> kinds) {
    Cidr address = sandbox.endpoints().getFirst().ipv4().orElseThrow();
    kinds.put(
        "container's address deleted",
        new Kind(
            () -> inside.execute(Address.of(index(inside, "eth0"), address).delete()),
            () -> has(inside, address)));
    kinds.put(
        "container's default route deleted",
        new Kind(
            () ->
                inside.execute(
                    Route.defaultVia(
                            sandbox.endpoints().getFirst().gateway4().orElseThrow(),
                            index(inside, "eth0"))
                        .delete()),
            this::insideHasDefaultRoute));
  }

  private void rules(Map<String, Kind> kinds) {
    kinds.put(
        "nft: table deleted (nft flush ruleset)",
        new Kind(() -> nftables.apply(List.of(new Change.DeleteTable(OWN))), this::isPublished));
    kinds.put(
        "nft: element deleted",
        new Kind(
            () -> {
              NamedSet ports = ports().orElseThrow();
              nftables.apply(
                  List.of(
                      new Change.DeleteElements(
                          ports, List.of(nftables.elements(ports).getFirst()))));
            },
            this::isPublished));
  }

  private void chains(Map<String, Kind> kinds) {
    for (String table : List.of("filter", "nat")) {
      kinds.put(
          "iptables -t " + table + " -F",
          new Kind(
              () -> {
                Process flush = new ProcessBuilder("iptables", "-w", "-t", table, "-F").start();
                if (flush.waitFor() != 0) {
                  throw new IOException("iptables -F exited with " + flush.exitValue());
                }
              },
              () ->
                  nftables
                      .content(Table.of(Family.IPV4, table))
                      .map(c -> !c.rules().getOrDefault("DOCKER", List.of()).isEmpty())
                      .orElse(false)));
    }
  }

  private Optional<NamedSet> ports() {
    return nftables.sets(OWN).stream().filter(set -> set.name().equals("ports4")).findFirst();
  }

  private boolean isPublished() {
    return nftables
        .content(OWN)
        .map(content -> content.elements().getOrDefault("ports4", Map.of()).size() == 2)
        .orElse(false);
  }

  private boolean isMounted() {
    try (NetworkNamespace there = NetworkNamespace.open(sandbox.namespace());
        NetworkNamespace wanted = NetworkNamespace.ofProcess(inhabitant.pid())) {
      return there.inode() == wanted.inode();
    } catch (dev.pontoon.linux.sys.KernelException e) {
      return false; // the file is about to be a mount again
    }
  }

  private boolean isJoined() {
    Optional<Link> bridge = host.link(BRIDGE).filter(Link::isUp);
    Optional<Link> port = host.link(veth).filter(Link::isUp);
    return bridge.isPresent()
        && port.map(link -> link.master() == bridge.get().index()).orElse(false);
  }

  private boolean insideHasDefaultRoute() {
    return inside.routes().stream()
        .anyMatch(route -> route.isDefault() && !route.destination().isV6() && route.link() != 0);
  }

  private static boolean has(Rtnetlink where, Cidr address) {
    return where.addresses().stream().anyMatch(a -> a.address().equals(address));
  }

  private static int index(Rtnetlink where, String link) {
    return where.link(link).orElseThrow().index();
  }

  @Override
  public void close() {
    inhabitant.destroyForcibly();
    inside.close();
    host.close();
    nftables.close();
    engine.removeEverything();
    engine.close();
  }
}
