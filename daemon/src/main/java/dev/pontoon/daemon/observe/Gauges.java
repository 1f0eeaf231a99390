package dev.pontoon.daemon.observe;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

/** Gauges as they are at one moment. */
final class Gauges {
  private Gauges() {}

  /** One without labels. */
  static GaugeSnapshot of(String name, String help, long value) {
    return named(name, help).dataPoint(point((double) value, Labels.EMPTY)).build();
  }

  /** One to which points are added. */
  static GaugeSnapshot.Builder named(String name, String help) {
    return GaugeSnapshot.builder().name(name).help(help);
  }

  static GaugeDataPointSnapshot point(double value, Labels labels) {
    return GaugeDataPointSnapshot.builder().value(value).labels(labels).build();
  }
}
