package dev.pontoon.daemon;

import dev.pontoon.daemon.http.RequestObserver;
import dev.pontoon.daemon.observe.Metrics;
import dev.pontoon.daemon.observe.MetricsServer;
import dev.pontoon.daemon.observe.OperationLog;
import dev.pontoon.engine.Engine;
import dev.pontoon.engine.EngineConfig;
import dev.pontoon.engine.drift.DriftListener;
import dev.pontoon.engine.events.Observer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon tells of its work: a log line a change, and metrics where they were asked for.
 */
final class Telemetry implements AutoCloseable {
  private final Observer log = new OperationLog();
  private final Optional<Metrics> metrics;
  private @Nullable MetricsServer server;

  /** With metrics, or without, which then cost nothing. */
  Telemetry(boolean metrics) {
    this.metrics = metrics ? Optional.of(new Metrics(Version.current())) : Optional.empty();
  }

  /** The configuration of an engine whose changes, and drift, are told; for one engine. */
  EngineConfig observing(EngineConfig config) {
    Observer observer = metrics.map(log::and).orElse(log);
    DriftListener drift = metrics.<DriftListener>map(Metrics::drift).orElse(DriftListener.NONE);
    return config.withObserver(observer).withDrift(config.drift().withListener(drift));
  }

  /** Hears of the API's requests. */
  RequestObserver requests() {
    return metrics.<RequestObserver>map(m -> m).orElse(RequestObserver.NONE);
  }

  /** Takes the metrics' address, before anything is made. */
  void bind(Optional<InetSocketAddress> address) {
    address.filter(_ -> metrics.isPresent()).ifPresent(a -> server = MetricsServer.bind(a));
  }

  /** Answers to who wants metrics. */
  void serve(Engine engine, Workloads workloads) throws IOException {
    MetricsServer bound = server;
    if (bound != null) {
      Metrics shown = metrics.orElseThrow();
      shown.watch(engine, workloads.runtime());
      bound.start(shown);
    }
  }

  @Override
  public void close() throws IOException {
    MetricsServer bound = server;
    if (bound != null) {
      bound.close();
    }
  }
}
