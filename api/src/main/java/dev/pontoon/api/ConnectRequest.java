package dev.pontoon.api;

import org.jspecify.annotations.Nullable;

/** A container to put on a network, or, forcibly or not, to take off one. */
public record ConnectRequest(
    String container, @Nullable EndpointSettings endpointConfig, boolean force) {
  public ConnectRequest {
    container = Absent.string(container);
  }
}
