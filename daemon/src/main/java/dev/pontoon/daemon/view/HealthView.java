package dev.pontoon.daemon.view;

import dev.pontoon.api.PontoonInfo;
import dev.pontoon.engine.Health;
import java.util.ArrayList;
import java.util.List;

/** The engine's health as {@code /info} tells it. */
public record HealthView(List<String> limitations, Health health) {
  private static final double NEARLY = 0.9;

  /** The object of its own. */
  public PontoonInfo info() {
    return new PontoonInfo(
        limitations,
        health.unfinished(),
        new PontoonInfo.Use(health.reservedSockets(), health.reservedSocketsLimit()),
        health
            .connections()
            .map(tracked -> new PontoonInfo.Use(tracked.tracked(), tracked.max()))
            .orElse(null),
        new PontoonInfo.RelayInfo(
            health.relay().port(), health.relay().tcp(), health.relay().udp()),
        health.repairs());
  }

  /** What Docker's clients print as warnings: what asks for somebody's attention. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>(limitations);
    if (health.unfinished() > 0) {
      warnings.add(
          "WARNING: %d changes failed and could not be undone; the next start repairs them"
              .formatted(health.unfinished()));
    }
    if (health.reservedSocketsLimit() > 0
        && health.reservedSockets() == health.reservedSocketsLimit()) {
      warnings.add(
          "WARNING: all %d sockets that reserve published ports are in use; further ports are not"
              .formatted(health.reservedSocketsLimit()));
    }
    health
        .connections()
        .filter(tracked -> tracked.tracked() >= NEARLY * tracked.max())
        .ifPresent(tracked ->
            warnings.add(
                "WARNING: %d of at most %d connections are tracked; beyond, packets are dropped"
                    .formatted(tracked.tracked(), tracked.max())));
    return warnings;
  }
}
