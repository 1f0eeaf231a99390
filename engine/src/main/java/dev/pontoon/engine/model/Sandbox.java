package dev.pontoon.engine.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A container's networking as set up.
 *
 * @param namespace where its network namespace is mounted; of a sandbox in the host's namespace,
 *     the engine's own host namespace
 * @param endpoints in the order they were connected
 * @param warnings what the user should know, a sentence each: ports that could not be reserved
 */
public record Sandbox(
    String id,
    String name,
    NetworkMode mode,
    Path namespace,
    List<Endpoint> endpoints,
    List<PortSpec> requestedPorts,
    List<PortMapping> ports,
    List<String> warnings) {
  public Sandbox {
    endpoints = List.copyOf(endpoints);
    requestedPorts = List.copyOf(requestedPorts);
    ports = List.copyOf(ports);
    warnings = List.copyOf(warnings);
  }

  /** The endpoint on a network. */
  public Optional<Endpoint> endpointOn(String networkId) {
    return endpoints.stream().filter(e -> e.networkId().equals(networkId)).findFirst();
  }
}
