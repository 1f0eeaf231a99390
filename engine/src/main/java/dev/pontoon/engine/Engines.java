package dev.pontoon.engine;

import dev.pontoon.engine.EngineException.Kind;
import dev.pontoon.engine.drift.DriftWatch;
import dev.pontoon.engine.drift.Ears;
import dev.pontoon.engine.drift.Inspector;
import dev.pontoon.engine.firewall.Firewall;
import dev.pontoon.engine.firewall.iptables.IptablesFirewall;
import dev.pontoon.engine.firewall.nftables.GuardedFirewall;
import dev.pontoon.engine.firewall.nftables.NftablesFirewall;
import dev.pontoon.engine.firewall.none.NoFirewall;
import dev.pontoon.engine.plan.Applier;
import dev.pontoon.engine.plan.FlowSweeper;
import dev.pontoon.engine.plan.Removals;
import dev.pontoon.engine.plan.Tools;
import dev.pontoon.engine.ports.HostPorts;
import dev.pontoon.engine.relay.Relay;
import dev.pontoon.engine.state.State;
import dev.pontoon.engine.state.Store;
import dev.pontoon.engine.state.StoreException;
import dev.pontoon.linux.conntrack.Conntrack;
import dev.pontoon.linux.netlink.NetlinkSocket;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.sys.KernelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Opens engines. */
public final class Engines {
  private static final String NAMESPACES = "netns";
  private static final String NO_IPV6_RELAY =
      "No interface had an IPv6 address at the start, not even lo ::1, so published ports do not"
          + " answer on ::1, nor by IPv6 for a container without an IPv6 address, until lo is up"
          + " and the daemon is started again";

  private Engines() {}

  /**
   * Opens the engine of a host namespace. What a killed one left is repaired, and the predefined
   * networks are there, when this returns.
   *
   * @throws EngineException FAILED if the kernel or the state can't be worked with
   */
  public static Engine open(EngineConfig config) {
    Resources resources = new Resources();
    try {
      return open(config, resources);
    } catch (KernelException | UncheckedIOException | StoreException e) {
      closeAfter(e, resources);
      throw new EngineException(Kind.FAILED, String.valueOf(e.getMessage()), e);
    } catch (RuntimeException | Error e) {
      closeAfter(e, resources);
      throw e;
    }
  }

  /**
   * Looks whether {@link #open} could read the state, and changes nothing.
   *
   * @throws EngineException FAILED if a newer build has written it
   */
  public static void check(EngineConfig config) {
    try {
      Store.check(config.dataRoot());
    } catch (StoreException e) {
      throw new EngineException(Kind.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Looks whether {@link #open} could talk to the host's kernel, and changes nothing.
   *
   * @throws EngineException FAILED if it couldn't
   */
  public static void checkHost(EngineConfig config) {
    try (Host host = Host.open(NetworkNamespace.open(config.hostNamespace()))) {
      host.links().links();
    } catch (KernelException e) {
      throw new EngineException(Kind.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  private static Engine open(EngineConfig config, Resources resources) {
    RandomGenerator random = new SecureRandom();
    Path directory = makeDirectory(config.execRoot().resolve(NAMESPACES));
    Store store = resources.add(Store.open(config.dataRoot(), config.seam()));
    Store.Content content = store.load(() -> Ids.random(random));
    Host host = resources.add(Host.open(NetworkNamespace.open(config.hostNamespace())));
    Tools tools = tools(config, host, content.relayPort(), resources);
    store.keepRelayPort(tools.relay().port());
    Applier applier = resources.add(new Applier(tools, config.seam()));
    boolean filtering = config.firewall() != FirewallBackend.NONE;
    int reservedPorts = filtering ? HostPorts.affordable() : 0; // without, the relay binds them
    HostPorts ports = resources.add(HostPorts.open(host.namespace(), reservedPorts));

    Ears ears = resources.add(Ears.open(host.namespace())); // what changes from now on is noticed
    Marks marks = new Marks(content.state().engineId());
    BridgePlans bridges = new BridgePlans(marks, host.ipv6(), filtering);
    boolean bridgeFiltered = filtering && host.bridgeNetfilter();
    Function<State, SandboxPlans> planner =
        state ->
            new SandboxPlans(
                state, marks, host.ipv6(), filtering, bridgeFiltered, tools.firewall().guards());
    PlannedDesigns designs = new PlannedDesigns(marks, bridges, planner);
    Inspector inspector = new Inspector(tools, designs, directory);
    Repairs repairs = new Repairs();
    State state =
        new Reconciler(tools, store, applier, ports, planner, designs, inspector, repairs)
            .reconcile(content);

    Journal journal = new Journal(config.observer(), random);
    Writer writer = new Writer(store, applier, journal, state);
    if (filtering) {
      tools.flows().forgetAnsweredBy(address -> isFormer(state, address));
    }
    int mtu = config.mtu() == 0 ? host.defaultMtu() : config.mtu();
    NetworkDrafts drafts = new NetworkDrafts(host, config.pools(), mtu);
    Networks networks = new Networks(writer, drafts, bridges, random);
    ensure(new Predefined(networks, config), writer, tools.firewall());
    journal.tell(journal.take());
    Sandboxes sandboxes =
        new Sandboxes(
            writer, new Publisher(ports), planner, config.hostNamespace(), directory, random);
    ReentrantLock lock = new ReentrantLock();
    DriftWatch watch =
        DriftWatch.start(
            ears,
            inspector,
            new DriftKeeper(writer, applier, sandboxes, journal),
            lock,
            config.drift());
    return new LocalEngine(
        resources,
        tools.firewall(),
        writer,
        networks,
        sandboxes,
        new Vitals(host, writer, ports, tools.relay(), repairs),
        journal,
        inspector,
        watch,
        limitations(host, tools, filtering),
        lock,
        new Departures(sandboxes));
  }

  /** Whether an address of ours is nobody's now. */
  private static boolean isFormer(State state, InetAddress address) {
    boolean ours =
        state.networks().values().stream()
            .flatMap(network -> network.subnets().stream())
            .anyMatch(
                subnet -> subnet.subnet().contains(address) && !subnet.gateway().equals(address));
    return ours
        && state.sandboxes().values().stream()
            .flatMap(sandbox -> sandbox.endpoints().stream())
            .flatMap(endpoint -> Stream.of(endpoint.ipv4(), endpoint.ipv6()))
            .flatMap(Optional::stream)
            .noneMatch(cidr -> cidr.address().equals(address));
  }

  private static Tools tools(EngineConfig config, Host host, int relayPort, Resources resources) {
    FirewallBackend backend = config.firewall();
    NetworkNamespace namespace = host.namespace();
    Relay relay =
        resources.add(
            backend == FirewallBackend.NONE
                ? Relay.listening(namespace)
                : Relay.redirected(namespace, relayPort));
    Firewall firewall =
        resources.add(
            switch (backend) {
              case NFTABLES -> new NftablesFirewall(namespace, relay.port());
              case IPTABLES ->
                  GuardedFirewall.around(
                      new IptablesFirewall(namespace, relay.port(), config.seam()::before),
                      namespace);
              case NONE -> new NoFirewall(namespace, relay.port());
            });
    Conntrack connections = new Conntrack(namespace.socket(NetlinkSocket.NETFILTER));
    FlowSweeper flows = resources.add(new FlowSweeper(connections));
    Removals removals = resources.add(new Removals(namespace, host.links()));
    return new Tools(namespace, host.links(), removals, firewall, relay, flows);
  }

  /** A first start that is refused leaves no rules; a later one leaves those of what runs. */
  private static void ensure(Predefined predefined, Writer writer, Firewall rules) {
    try {
      predefined.ensure();
    } catch (RuntimeException e) {
      if (writer.state().networks().isEmpty()) {
        removeAfter(e, rules);
      }
      throw e;
    }
  }

  private static void removeAfter(RuntimeException failure, Firewall rules) {
    try {
      rules.remove();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static List<String> limitations(Host host, Tools tools, boolean filtering) {
    List<String> limitations = new ArrayList<>();
    if (!host.ipv6()) {
      limitations.add("This host has no IPv6");
    } else if (!tools.relay().ipv6()) {
      limitations.add(NO_IPV6_RELAY);
    }
    if (filtering && !tools.firewall().guards()) {
      limitations.add(
          "This kernel has no nf_tables for bridges (CONFIG_NF_TABLES_BRIDGE), so that containers"
              + " may send with addresses that are not their own");
    }
    return List.copyOf(limitations);
  }

  private static Path makeDirectory(Path directory) {
    try {
      return Files.createDirectories(directory).toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException("make the directory " + directory, e);
    }
  }

  private static void closeAfter(Throwable failure, Resources resources) {
    try {
      resources.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
