package dev.pontoon.engine;

import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.NetworkSpec;
import dev.pontoon.engine.model.SubnetSpec;
import dev.pontoon.engine.state.State;
import dev.pontoon.linux.ip.Cidr;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The networks that are always there. */
record Predefined(Networks networks, EngineConfig config) {
  private static final Logger LOG = LoggerFactory.getLogger(Predefined.class);

  /** Makes those that are missing, and the default bridge anew if its settings have changed. */
  void ensure() {
    Optional<Network> bridge = state().networkByName(Network.DEFAULT_BRIDGE);
    bridge.filter(network -> !asConfigured(network)).ifPresent(this::replace);
    if (bridge.isEmpty()) {
      networks.make(draft(Ids.random(networks.random())));
    }
    ensure(Network.HOST, new DriverConfig.Host());
    ensure(Network.NONE, new DriverConfig.None());
  }

  private void ensure(String name, DriverConfig driver) {
    if (state().networkByName(name).isEmpty()) {
      networks.make(NetworkDrafts.plain(name, driver, Ids.random(networks.random())));
    }
  }

  private boolean asConfigured(Network network) {
    return network.bridgeName().equals(config.bridge())
        && (config.mtu() == 0 || BridgePlans.mtu(network) == config.mtu())
        && config
            .bridgeAddress()
            .map(address ->
                network.subnets().stream()
                    .anyMatch(subnet ->
                        subnet.subnet().equals(address.subnet())
                            && subnet.gateway().equals(address.address())))
            .orElse(true);
  }

  private void replace(Network network) {
    if (!state().use(network.id()).sandboxes().isEmpty()) {
      LOG.warn(
          "the default bridge {} keeps its settings while containers are on it",
          network.bridgeName());
      return;
    }
    networks.takeDown(network);
    networks.make(draft(network.id()));
  }

  private Network draft(String id) {
    DriverConfig.Bridge driver =
        new DriverConfig.Bridge(
            Optional.of(config.bridge()), Optional.empty(), true, true, Optional.empty());
    List<SubnetSpec> subnets =
        config.bridgeAddress().map(Predefined::subnet).map(List::of).orElse(List.of());
    NetworkSpec spec =
        new NetworkSpec(Network.DEFAULT_BRIDGE, driver, subnets, false, false, Map.of(), Map.of());
    return networks.drafts().onBridge(state(), spec, driver, id);
  }

  private static SubnetSpec subnet(Cidr address) {
    return new SubnetSpec(
        Optional.of(address.subnet()), Optional.empty(), Optional.of(address.address()), Map.of());
  }

  private State state() {
    return networks.writer().state();
  }
}
