package dev.pontoon.daemon.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.engine.drift.Difference;
import dev.pontoon.engine.events.Operation;
import dev.pontoon.engine.events.Operation.Kind;
import dev.pontoon.engine.events.Operation.Outcome;
import dev.pontoon.engine.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsTextTest {
  private final Metrics metrics = new Metrics("1.2.3");

  private String text() {
    return new String(metrics.text(), StandardCharsets.UTF_8);
  }

  @Test
  void changesAreCountedByHowTheyEnded() {
    metrics.operation(
        new Operation(
            "5d8a03f1",
            Kind.ATTACH,
            Optional.of("web"),
            List.of("bridge"),
            Duration.ofMillis(3),
            9,
            Outcome.UNWOUND,
            "create veth"));
    assertThat(text())
        .contains(
            "pontoon_plans_total{operation=\"attach\",outcome=\"unwound\"} 1.0\n",
            "pontoon_plans_total{operation=\"attach\",outcome=\"applied\"} 0.0\n",
            "pontoon_operation_duration_seconds_bucket{operation=\"attach\",le=\"0.0025\"} 0\n",
            "pontoon_operation_duration_seconds_bucket{operation=\"attach\",le=\"0.005\"} 1\n",
            "pontoon_operation_duration_seconds_sum{operation=\"attach\"} 0.003\n");
  }

  @Test
  void driftIsCountedByWhatItIs() {
    assertThat(text()).doesNotContain("pontoon_drift"); // nobody looks for it
    DriftMetrics drift = metrics.drift();
    drift.seen(missing("link pontoon0"), "");
    drift.seen(missing("link veth1"), "ip (pid 7)");
    drift.repaired(missing("link pontoon0"));
    drift.backedOff(missing("element tcp . 80 of map ports4"), Duration.ofSeconds(1));
    drift.failed(missing("something new"), new IllegalStateException());
    assertThat(text())
        .contains(
            "pontoon_drift_seen_total{object=\"link\"} 2.0\n",
            "pontoon_drift_repaired_total{object=\"link\"} 1.0\n",
            "pontoon_drift_repaired_total{object=\"route\"} 0.0\n",
            "pontoon_drift_backed_off_total{object=\"element\"} 1.0\n",
            "pontoon_drift_failed_total{object=\"other\"} 1.0\n");
  }

  private static Difference missing(String object) {
    return new Difference.Missing(object, "nobody", Plan.NOTHING);
  }

  @Test
  void usersCanNotMultiplyMethods() {
    metrics.request("BREW", "none", 404, Duration.ofMillis(1));
    metrics.request("STEEP", "none", 404, Duration.ofMillis(1));
    assertThat(text())
        .contains(
            "pontoon_api_requests_total{method=\"other\",route=\"none\",status=\"404\"} 2.0\n");
  }
}
