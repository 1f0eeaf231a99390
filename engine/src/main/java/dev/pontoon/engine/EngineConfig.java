package dev.pontoon.engine;

import dev.pontoon.engine.drift.DriftOptions;
import dev.pontoon.engine.events.Observer;
import dev.pontoon.engine.plan.Seam;
import dev.pontoon.linux.ip.Cidr;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How an engine works.
 *
 * @param hostNamespace the network namespace it works in: {@code /proc/self/ns/net} for the one of
 *     this process, or where another is mounted
 * @param dataRoot kept over boots: the state database lies in it
 * @param execRoot lost at boot: the sandboxes' namespaces are mounted below it
 * @param bridge the default bridge's interface name
 * @param bridgeAddress the default bridge's address with its subnet's prefix length; empty takes
 *     the first free subnet of the pools
 * @param mtu of bridges and their endpoints, in bytes; 0 takes that of the host's default route
 * @param seam where tests stop the engine
 * @param observer hears of each change
 * @param drift what to do where somebody else changes what the engine made
 */
public record EngineConfig(
    Path hostNamespace,
    Path dataRoot,
    Path execRoot,
    String bridge,
    Optional<Cidr> bridgeAddress,
    int mtu,
    FirewallBackend firewall,
    List<AddressPool> pools,
    Seam seam,
    Observer observer,
    DriftOptions drift) {
  public static final Path OWN_NAMESPACE = Path.of("/proc/self/ns/net");
  public static final String DEFAULT_BRIDGE_NAME = "pontoon0";

  public EngineConfig {
    pools = List.copyOf(pools);
  }

  /** The defaults below the given roots. */
  public static EngineConfig at(Path hostNamespace, Path dataRoot, Path execRoot) {
    return new EngineConfig(
        hostNamespace,
        dataRoot,
        execRoot,
        DEFAULT_BRIDGE_NAME,
        Optional.empty(),
        0,
        FirewallBackend.NFTABLES,
        AddressPool.DEFAULT,
        Seam.NONE,
        Observer.NONE,
        DriftOptions.DEFAULT);
  }

  /** The same with another firewall backend. */
  public EngineConfig withFirewall(FirewallBackend backend) {
    return new EngineConfig(
        hostNamespace,
        dataRoot,
        execRoot,
        bridge,
        bridgeAddress,
        mtu,
        backend,
        pools,
        seam,
        observer,
        drift);
  }

  /** The same with another seam. */
  public EngineConfig withSeam(Seam other) {
    return new EngineConfig(
        hostNamespace,
        dataRoot,
        execRoot,
        bridge,
        bridgeAddress,
        mtu,
        firewall,
        pools,
        other,
        observer,
        drift);
  }

  /** The same with another observer. */
  public EngineConfig withObserver(Observer other) {
    return new EngineConfig(
        hostNamespace,
        dataRoot,
        execRoot,
        bridge,
        bridgeAddress,
        mtu,
        firewall,
        pools,
        seam,
        other,
        drift);
  }

  /** The same with other options about drift. */
  public EngineConfig withDrift(DriftOptions other) {
    return new EngineConfig(
        hostNamespace,
        dataRoot,
        execRoot,
        bridge,
        bridgeAddress,
        mtu,
        firewall,
        pools,
        seam,
        observer,
        other);
  }
}
