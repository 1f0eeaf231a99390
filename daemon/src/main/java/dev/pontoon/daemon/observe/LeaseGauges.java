package dev.pontoon.daemon.observe;

import dev.pontoon.engine.Health;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The addresses of networks, in a bounded number of series. */
final class LeaseGauges {
  /** So many networks are shown one by one, the first by name; all others are added up. */
  static final int NETWORKS = 100;

  private static final String REST = "(rest)"; // no network can have this name

  private LeaseGauges() {}

  /** Used and free ones. */
  static List<GaugeSnapshot> of(List<Health.Leases> leases) {
    List<Health.Leases> shown = bounded(leases);
    return List.of(
        gauge("pontoon_leases_used", "Addresses that endpoints hold.", shown, Health.Leases::used),
        gauge(
            "pontoon_leases_free",
            "Addresses that endpoints can still get.",
            shown,
            one -> one.free().doubleValue()));
  }

  private static GaugeSnapshot gauge(
      String name, String help, List<Health.Leases> leases, ToDoubleFunction<Health.Leases> value) {
    GaugeSnapshot.Builder gauge = Gauges.named(name, help);
    for (Health.Leases one : leases) {
      String family = one.ipv6() ? "ipv6" : "ipv4";
      Labels labels = Labels.of("network", one.network(), "family", family);
      gauge.dataPoint(Gauges.point(value.applyAsDouble(one), labels));
    }
    return gauge.build();
  }

  static List<Health.Leases> bounded(List<Health.Leases> leases) {
    Set<String> shown =
        new HashSet<>(
            leases.stream()
                .map(Health.Leases::network)
                .distinct()
                .sorted()
                .limit(NETWORKS)
                .toList());
    TreeMap<String, Health.Leases> sums = new TreeMap<>();
    for (Health.Leases one : leases) {
      Health.Leases named = shown.contains(one.network()) ? one : named(REST, one);
      sums.merge(named.network() + " " + named.ipv6(), named, LeaseGauges::sum);
    }
    return new ArrayList<>(sums.values());
  }

  private static Health.Leases named(String network, Health.Leases leases) {
    return new Health.Leases(network, leases.ipv6(), leases.used(), leases.free());
  }

  private static Health.Leases sum(Health.Leases one, Health.Leases other) {
    return new Health.Leases(
        one.network(), one.ipv6(), one.used() + other.used(), one.free().add(other.free()));
  }
}
