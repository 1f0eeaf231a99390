package dev.pontoon.api;

import java.util.Map;

/** A volume to make; without a name it gets one. */
public record VolumeRequest(
    String name, String driver, Map<String, String> driverOpts, Map<String, String> labels) {
  public VolumeRequest {
    name = Absent.string(name);
    driver = Absent.string(driver);
    driverOpts = Absent.map(driverOpts);
    labels = Absent.map(labels);
  }
}
