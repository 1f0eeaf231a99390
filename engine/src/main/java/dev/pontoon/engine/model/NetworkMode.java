package dev.pontoon.engine.model;

import java.util.List;

/** Which network namespace a container runs in. */
public sealed interface NetworkMode {
  /**
   * One of its own, with a place on each of these networks. Their priorities tell which provides
   * the default route, not their order.
   */
  record Own(List<EndpointSpec> endpoints) implements NetworkMode {
    public Own {
      endpoints = List.copyOf(endpoints);
    }
  }

  /** One of its own with the loopback interface only. */
  record Isolated() implements NetworkMode {}

  /** The host's. */
  record HostNamespace() implements NetworkMode {}

  /** That of another container, given by its id. */
  record Shared(String sandboxId) implements NetworkMode {}
}
