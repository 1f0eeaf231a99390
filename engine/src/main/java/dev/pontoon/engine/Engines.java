package dev.pontoon.engine;

import dev.pontoon.engine.EngineException.Kind;
import dev.pontoon.engine.firewall.Firewall;
import dev.pontoon.engine.firewall.none.NoFirewall;
import dev.pontoon.engine.plan.Applier;
import dev.pontoon.engine.ports.HostPorts;
import dev.pontoon.engine.state.State;
import dev.pontoon.engine.state.Store;
import dev.pontoon.engine.state.StoreException;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.sys.KernelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/** Opens engines. */
public final class Engines {
  private static final String NAMESPACES = "netns";

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

  private static Engine open(EngineConfig config, Resources resources) {
    RandomGenerator random = new SecureRandom();
    Path directory = makeDirectory(config.execRoot().resolve(NAMESPACES));
    Store store = resources.add(Store.open(config.dataRoot(), config.seam()));
    Host host = resources.add(Host.open(NetworkNamespace.open(config.hostNamespace())));
    Firewall firewall = resources.add(firewall(config.firewall(), host.namespace()));
    HostPorts ports = resources.add(HostPorts.open(host.namespace(), HostPorts.DEFAULT_LIMIT));
    Applier applier = new Applier(host.namespace(), host.links(), firewall, config.seam());

    Store.Content content = store.load(() -> Ids.random(random));
    Marks marks = new Marks(content.state().engineId());
    BridgePlans bridges =
        new BridgePlans(marks, host.ipv6(), config.firewall() != FirewallBackend.NONE);
    State state =
        new Reconciler(host, store, applier, firewall, ports, bridges, marks, directory)
            .reconcile(content);

    Writer writer = new Writer(store, applier, state);
    int mtu = config.mtu() == 0 ? host.defaultMtu() : config.mtu();
    Networks networks =
        new Networks(writer, new NetworkDrafts(host, config.pools(), mtu), bridges, random);
    new Predefined(networks, config).ensure();
    Sandboxes sandboxes =
        new Sandboxes(
            writer,
            new Publisher(ports),
            marks,
            host.ipv6(),
            config.hostNamespace(),
            directory,
            random);
    return new LocalEngine(
        resources,
        firewall,
        writer,
        networks,
        sandboxes,
        host.ipv6() ? List.of() : List.of("This host has no IPv6"),
        new ReentrantLock());
  }

  private static Firewall firewall(FirewallBackend backend, NetworkNamespace host) {
    return switch (backend) {
      case NONE -> new NoFirewall(host, 0);
      case NFTABLES, IPTABLES ->
          throw new EngineException(Kind.UNSUPPORTED, "firewall backend " + backend);
    };
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
