package dev.pontoon.runtime;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * A directory that outlives the containers that use it.
 *
 * @param options as they were given: {@code type}, {@code o} and {@code device}, for a directory of
 *     the host that stands in for the volume's own
 * @param mountpoint where its files lie
 */
public record Volume(
    String name,
    Instant created,
    Map<String, String> labels,
    Map<String, String> options,
    Path mountpoint) {
  public Volume {
    labels = Map.copyOf(labels);
    options = Map.copyOf(options);
  }
}
