package dev.pontoon.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The networks of a create request, in the order to connect them. */
public record NetworkingConfig(Map<String, @Nullable EndpointSettings> endpointsConfig) {
  public NetworkingConfig {
    endpointsConfig = Absent.map(endpointsConfig);
  }
}
