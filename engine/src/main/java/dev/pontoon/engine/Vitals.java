package dev.pontoon.engine;

import dev.pontoon.engine.ipam.Leases;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.ports.HostPorts;
import dev.pontoon.engine.relay.Relay;
import dev.pontoon.engine.state.NetworkUse;
import dev.pontoon.engine.state.State;
import java.util.ArrayList;
import java.util.List;

/** Takes an engine's health; waits for no change that is under way. */
record Vitals(Host host, Writer writer, HostPorts ports, Relay relay, Repairs repairs) {
  Health read() {
    return new Health(
        leases(writer.state()),
        ports.reserved(),
        ports.limit(),
        host.connections(),
        new Health.Relay(relay.port(), relay.tcpConnections(), relay.udpFlows()),
        writer.unfinished(),
        repairs.all());
  }

  private static List<Health.Leases> leases(State state) {
    List<Health.Leases> all = new ArrayList<>();
    for (Network network : state.networks().values()) {
      NetworkUse use = state.use(network.id());
      use.v4().ifPresent(leases -> all.add(leases(network, use, leases)));
      use.v6().ifPresent(leases -> all.add(leases(network, use, leases)));
    }
    return all;
  }

  private static Health.Leases leases(Network network, NetworkUse use, Leases leases) {
    int used = (int) use.holders().keySet().stream().filter(leases.subnet()::contains).count();
    return new Health.Leases(network.name(), leases.subnet().isV6(), used, leases.free());
  }
}
