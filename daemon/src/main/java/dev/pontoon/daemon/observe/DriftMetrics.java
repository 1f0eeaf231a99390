package dev.pontoon.daemon.observe;

import dev.pontoon.engine.drift.Difference;
import dev.pontoon.engine.drift.DriftListener;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Set;

/**
 * Counts what others change of what the engine made, by what it is: the first word of an object in
 * the words of ip(8) and nft(8), such as {@code link pontoon0}.
 */
public final class DriftMetrics implements DriftListener {
  private static final Set<String> OBJECTS =
      Set.of(
          "link",
          "address",
          "route",
          "neighbour",
          "namespace",
          "sysctl",
          "table",
          "chain",
          "set",
          "map",
          "element",
          "rule");
  private static final String OTHER = "other";

  private final Counter seen;
  private final Counter repaired;
  private final Counter backedOff;
  private final Counter failed;

  DriftMetrics(PrometheusRegistry registry) {
    seen = counter(registry, "seen", "Differences that were found.");
    repaired = counter(registry, "repaired", "Differences that were put back.");
    backedOff =
        counter(registry, "backed_off", "Differences that came again and wait to be put back.");
    failed = counter(registry, "failed", "Differences that could not be put back.");
  }

  private static Counter counter(PrometheusRegistry registry, String what, String help) {
    Counter counter =
        Counter.builder()
            .name("pontoon_drift_" + what + "_total")
            .help(help)
            .labelNames("object")
            .withoutExemplars()
            .register(registry);
    OBJECTS.forEach(counter::initLabelValues);
    return counter;
  }

  @Override
  public void seen(Difference difference, String who) {
    seen.labelValues(kind(difference.object())).inc();
  }

  @Override
  public void repaired(Difference difference) {
    repaired.labelValues(kind(difference.object())).inc();
  }

  @Override
  public void backedOff(Difference difference, Duration wait) {
    backedOff.labelValues(kind(difference.object())).inc();
  }

  @Override
  public void failed(Difference difference, RuntimeException reason) {
    failed.labelValues(kind(difference.object())).inc();
  }

  private static String kind(String object) {
    int space = object.indexOf(' ');
    String word = space < 0 ? object : object.substring(0, space);
    return OBJECTS.contains(word) ? word : OTHER;
  }
}
