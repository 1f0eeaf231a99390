package dev.pontoon.daemon.observe;

import dev.pontoon.daemon.http.RequestObserver;
import dev.pontoon.daemon.workload.ContainerRuntime;
import dev.pontoon.engine.Engine;
import dev.pontoon.engine.events.Observer;
import dev.pontoon.engine.events.Operation;
import dev.pontoon.engine.events.Operation.Kind;
import dev.pontoon.engine.events.Operation.Outcome;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;

/**
 * The daemon's metrics, as docs/metrics.md lists them. Every label has values that users can't
 * multiply: routes are patterns, and networks beyond a number are counted together.
 */
public final class Metrics implements Observer, RequestObserver {
  /** The text format's media type. */
  public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  /** Seconds; an attach takes a few milliseconds, one beside many ports more. */
  private static final double[] SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };

  private static final double NANOSECONDS = 1e9; // a second
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");
  private static final String OTHER = "other";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
  private final Histogram operations =
      Histogram.builder()
          .name("pontoon_operation_duration_seconds")
          .help("How long changes of networks and sandboxes took, validation included.")
          .labelNames("operation")
          .classicOnly()
          .classicUpperBounds(SECONDS)
          .withoutExemplars()
          .register(registry);
  private final Counter plans =
      Counter.builder()
          .name("pontoon_plans_total")
          .help("Plans by how they ended: applied, unwound (undone wholly), failed.")
          .labelNames("operation", "outcome")
          .withoutExemplars()
          .register(registry);
  private final Counter requests =
      Counter.builder()
          .name("pontoon_api_requests_total")
          .help("Requests of the API that were answered.")
          .labelNames("method", "route", "status")
          .withoutExemplars()
          .register(registry);
  private final Histogram latencies =
      Histogram.builder()
          .name("pontoon_api_request_duration_seconds")
          .help("How long requests of the API took; streams count as long as they were open.")
          .labelNames("method", "route")
          .classicOnly()
          .classicUpperBounds(SECONDS)
          .withoutExemplars()
          .register(registry);

  /**
   * Metrics that have counted nothing yet.
   *
   * @param version the daemon's
   */
  public Metrics(String version) {
    Info.builder()
        .name("pontoon_build_info")
        .help("The daemon's version and that of its Java.")
        .labelNames("version", "java")
        .register(registry)
        .setLabelValues(version, String.valueOf(Runtime.version()));
    for (Kind kind : Kind.values()) {
      operations.initLabelValues(kind.toString());
      for (Outcome outcome : Outcome.values()) {
        plans.initLabelValues(kind.toString(), outcome.toString());
      }
    }
    ProcessMetrics.builder().register(registry);
  }

  /** Shows, from now on, what engine and runtime hold at the moment of each look. */
  public void watch(Engine engine, ContainerRuntime runtime) {
    registry.register(new Readings(engine, runtime));
  }

  /** Shows, from now on, what the counters that are returned are told; to be asked for once. */
  public DriftMetrics drift() {
    return new DriftMetrics(registry);
  }

  @Override
  public void operation(Operation operation) {
    String kind = operation.kind().toString();
    operations.labelValues(kind).observe(operation.took().toNanos() / NANOSECONDS);
    plans.labelValues(kind, operation.outcome().toString()).inc();
  }

  @Override
  public void request(String method, String route, int status, Duration took) {
    String known = METHODS.contains(method) ? method : OTHER;
    requests.labelValues(known, route, Integer.toString(status)).inc();
    latencies.labelValues(known, route).observe(took.toNanos() / NANOSECONDS);
  }

  /** All of them in Prometheus's text format. */
  public byte[] text() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException("write metrics", e);
    }
    return out.toByteArray();
  }
}
