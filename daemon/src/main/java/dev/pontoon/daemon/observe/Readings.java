package dev.pontoon.daemon.observe;

import dev.pontoon.daemon.workload.ContainerRuntime;
import dev.pontoon.engine.Engine;
import dev.pontoon.engine.Health;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.runtime.ContainerState;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is held now, read from engine and runtime at each look. */
record Readings(Engine engine, ContainerRuntime runtime) implements MultiCollector {
  @Override
  public MetricSnapshots collect() {
    Health health = engine.health();
    List<GaugeSnapshot> all = new ArrayList<>(LeaseGauges.of(health.leases()));
    all.add(ports());
    all.addAll(sockets(health));
    health.connections().ifPresent(tracked -> all.addAll(connections(tracked)));
    all.add(relay(health.relay()));
    all.addAll(repairs(health));
    all.add(containers());
    return new MetricSnapshots(List.copyOf(all));
  }

  private GaugeSnapshot ports() {
    GaugeSnapshot.Builder gauge =
        Gauges.named("pontoon_published_ports", "Host ports that are published, of each family.");
    for (Protocol protocol : Protocol.values()) {
      int count =
          engine.sandboxes().stream()
              .flatMap(sandbox -> sandbox.ports().stream())
              .filter(port -> port.protocol() == protocol)
              .mapToInt(PortMapping::count)
              .sum();
      gauge.dataPoint(Gauges.point(count, Labels.of("protocol", protocol.toString())));
    }
    return gauge.build();
  }

  private static List<GaugeSnapshot> sockets(Health health) {
    return List.of(
        Gauges.of(
            "pontoon_reserved_sockets",
            "Sockets that hold published ports, so that nobody else can bind them.",
            health.reservedSockets()),
        Gauges.of(
            "pontoon_reserved_sockets_limit",
            "How many such sockets there can be.",
            health.reservedSocketsLimit()));
  }

  private static List<GaugeSnapshot> connections(Health.Connections tracked) {
    return List.of(
        Gauges.of(
            "pontoon_conntrack_entries",
            "Connections that the host namespace tracks.",
            tracked.tracked()),
        Gauges.of(
            "pontoon_conntrack_entries_limit",
            "How many connections can be tracked.",
            tracked.max()));
  }

  private static GaugeSnapshot relay(Health.Relay relay) {
    return Gauges.named("pontoon_relay_connections", "What passes through the relay now.")
        .dataPoint(Gauges.point(relay.tcp(), Labels.of("protocol", "tcp")))
        .dataPoint(Gauges.point(relay.udp(), Labels.of("protocol", "udp")))
        .build();
  }

  private static List<GaugeSnapshot> repairs(Health health) {
    return List.of(
        Gauges.of(
            "pontoon_unfinished_changes",
            "Changes that failed and could not be undone; the next start repairs them.",
            health.unfinished()),
        Gauges.of(
            "pontoon_start_repairs",
            "What this daemon's start found amiss and put right.",
            health.repairs().size()));
  }

  private GaugeSnapshot containers() {
    GaugeSnapshot.Builder gauge = Gauges.named("pontoon_containers", "Containers by state.");
    List<ContainerState> states = runtime.list();
    for (ContainerState.Status status : ContainerState.Status.values()) {
      long count = states.stream().filter(state -> state.status() == status).count();
      Labels labels = Labels.of("state", status.name().toLowerCase(Locale.ROOT));
      gauge.dataPoint(Gauges.point((double) count, labels));
    }
    return gauge.build();
  }
}
