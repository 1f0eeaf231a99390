package dev.pontoon.runtime;

import java.util.List;
import java.util.Map;

/**
 * How an image wants to be run: the config object of the OCI image specification.
 *
 * @param exposedPorts such as {@code 80/tcp}
 * @param volumes absolute paths
 */
public record ImageConfig(
    List<String> env,
    List<String> entrypoint,
    List<String> command,
    String workingDirectory,
    String user,
    List<String> exposedPorts,
    List<String> volumes,
    Map<String, String> labels,
    String stopSignal,
    HealthCheck health) {

  /** Wants nothing. */
  public static final ImageConfig EMPTY =
      new ImageConfig(List.of(), List.of(), List.of(), "", "", List.of(), List.of(), Map.of(), "");

  public ImageConfig {
    env = List.copyOf(env);
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    exposedPorts = List.copyOf(exposedPorts);
    volumes = List.copyOf(volumes);
    labels = Map.copyOf(labels);
    health = health == null ? HealthCheck.UNSAID : health;
  }

  /** Without a health check. */
  public ImageConfig(
      List<String> env,
      List<String> entrypoint,
      List<String> command,
      String workingDirectory,
      String user,
      List<String> exposedPorts,
      List<String> volumes,
      Map<String, String> labels,
      String stopSignal) {
    this(
        env,
        entrypoint,
        command,
        workingDirectory,
        user,
        exposedPorts,
        volumes,
        labels,
        stopSignal,
        HealthCheck.UNSAID);
  }
}
