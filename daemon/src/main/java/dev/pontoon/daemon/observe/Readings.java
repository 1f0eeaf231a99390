package dev.pontoon.daemon.observe;

import dev.pontoon.daemon.workload.ContainerRuntime;
import dev.pontoon.engine.Engine;
import dev.pontoon.engine.Health;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.runtime.ContainerState;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What is held now, read from engine and runtime at each look. */
record Readings(Engine engine, ContainerRuntime runtime) implements MultiCollector {
  /** So many networks have leases of their own in the metrics; the rest is added up. */
  static final int NETWORKS = 100;

  private static final String REST = "(rest)"; // no network can have this name

  @Override
  public MetricSnapshots collect() {
    Health health = engine.health();
    List<GaugeSnapshot> all = new ArrayList<>();
    List<Health.Leases> leases = bounded(health.leases());
    all.add(
        leases(
            "pontoon_leases_used", "Addresses that endpoints hold.", leases, Health.Leases::used));
    all.add(
        leases(
            "pontoon_leases_free",
            "Addresses that endpoints can still get.",
            leases,
            one -> one.free().doubleValue()));
    all.add(ports());
    all.add(
        one(
            "pontoon_reserved_sockets",
            "Sockets that hold published ports.",
            health.reservedSockets()));
    all.add(
        one(
            "pontoon_reserved_sockets_limit",
            "How many such sockets there can be.",
            health.reservedSocketsLimit()));
    health
        .connections()
        .ifPresent(tracked -> {
          all.add(
              one(
                  "pontoon_conntrack_entries",
                  "Connections that the host namespace tracks.",
                  tracked.tracked()));
          all.add(one("pontoon_conntrack_entries_limit", "How many it can track.", tracked.max()));
        });
    all.add(relay(health.relay()));
    all.add(
        one(
            "pontoon_unfinished_changes",
            "Changes that failed and could not be undone; the next start repairs them.",
            health.unfinished()));
    all.add(
        one(
            "pontoon_start_repairs",
            "Things that this daemon's start found amiss and put right.",
            health.repairs().size()));
    all.add(containers());
    return new MetricSnapshots(List.copyOf(all));
  }

  private GaugeSnapshot ports() {
    GaugeSnapshot.Builder gauge = gauge("pontoon_published_ports", "Host ports, of each family.");
    for (Protocol protocol : Protocol.values()) {
      int count =
          engine.sandboxes().stream()
              .flatMap(sandbox -> sandbox.ports().stream())
              .filter(port -> port.protocol() == protocol)
              .mapToInt(PortMapping::count)
              .sum();
      gauge.dataPoint(point(count, Labels.of("protocol", protocol.toString())));
    }
    return gauge.build();
  }

  private GaugeSnapshot containers() {
    GaugeSnapshot.Builder gauge = gauge("pontoon_containers", "Containers by state.");
    List<ContainerState> states = runtime.list();
    Arrays.stream(ContainerState.Status.values())
        .forEach(status ->
            gauge.dataPoint(
                point(
                    (double) states.stream().filter(state -> state.status() == status).count(),
                    Labels.of("state", status.name().toLowerCase(Locale.ROOT)))));
    return gauge.build();
  }

  private static GaugeSnapshot relay(Health.Relay relay) {
    return gauge("pontoon_relay_connections", "What passes through the relay: ::1, IPv6 to IPv4.")
        .dataPoint(point(relay.tcp(), Labels.of("protocol", "tcp")))
        .dataPoint(point(relay.udp(), Labels.of("protocol", "udp")))
        .build();
  }

  /** The first networks by name as they are, and one for all others of a family. */
  static List<Health.Leases> bounded(List<Health.Leases> leases) {
    List<String> shown =
        leases.stream().map(Health.Leases::network).distinct().sorted().limit(NETWORKS).toList();
    List<Health.Leases> bounded = new ArrayList<>();
    leases.stream()
        .collect(
            Collectors.groupingBy(
                one -> List.of(shown.contains(one.network()) ? one.network() : REST, one.ipv6())))
        .values()
        .forEach(group -> {
          String name = group.getFirst().network();
          bounded.add(
              group.stream()
                  .reduce(Readings::sum)
                  .map(sum -> shown.contains(name) ? sum : named(REST, sum))
                  .orElseThrow());
        });
    bounded.sort(Comparator.comparing(Health.Leases::network).thenComparing(Health.Leases::ipv6));
    return bounded;
  }

  private static Health.Leases sum(Health.Leases one, Health.Leases other) {
    return new Health.Leases(
        one.network(), one.ipv6(), one.used() + other.used(), one.free().add(other.free()));
  }

  private static Health.Leases named(String network, Health.Leases leases) {
    return new Health.Leases(network, leases.ipv6(), leases.used(), leases.free());
  }

  private static GaugeSnapshot leases(
      String name, String help, List<Health.Leases> leases, ToDoubleFunction<Health.Leases> value) {
    GaugeSnapshot.Builder gauge = gauge(name, help);
    for (Health.Leases one : leases) {
      gauge.dataPoint(
          point(
              value.applyAsDouble(one),
              Labels.of("network", one.network(), "family", one.ipv6() ? "ipv6" : "ipv4")));
    }
    return gauge.build();
  }

  private static GaugeSnapshot one(String name, String help, long value) {
    return gauge(name, help).dataPoint(point((double) value, Labels.EMPTY)).build();
  }

  private static GaugeSnapshot.Builder gauge(String name, String help) {
    return GaugeSnapshot.builder().name(name).help(help);
  }

  private static GaugeDataPointSnapshot point(double value, Labels labels) {
    return GaugeDataPointSnapshot.builder().value(value).labels(labels).build();
  }
}
