package dev.pontoon.engine;

import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.Network;

/** Link aliases that say which engine made a link, and for what. */
record Marks(String engineId) {
  String network(Network network) {
    return prefix() + "network:" + network.id();
  }

  String endpoint(Endpoint endpoint) {
    return prefix() + "endpoint:" + endpoint.id();
  }

  /** Whether a link with this alias was made by the engine. */
  boolean own(String alias) {
    return alias.startsWith(prefix());
  }

  private String prefix() {
    return "pontoon:" + engineId + ":";
  }
}
