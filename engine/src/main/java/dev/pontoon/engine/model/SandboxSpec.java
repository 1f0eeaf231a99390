package dev.pontoon.engine.model;

import java.util.List;

/**
 * A container's networking to set up.
 *
 * @param id the container's: 64 hexadecimal digits
 * @param name the container's, for errors and names
 * @param ports of each family go to the endpoint that provides its default route
 */
public record SandboxSpec(String id, String name, NetworkMode mode, List<PortSpec> ports) {
  public SandboxSpec {
    ports = List.copyOf(ports);
  }
}
