package dev.pontoon.engine.firewall;

/** One change of the firewall, in the words of networks, endpoints and ports. */
public sealed interface FirewallChange {
  /** A network appears. */
  record AddNetwork(NetworkRules network) implements FirewallChange {}

  /** A network goes; its ports went before. */
  record RemoveNetwork(NetworkRules network) implements FirewallChange {}

  /** Ports are published. */
  record Publish(PortRules ports) implements FirewallChange {}

  /** Ports are published no more. */
  record Unpublish(PortRules ports) implements FirewallChange {}

  /** From now on an endpoint may send with its own addresses only. */
  record Guard(EndpointRules endpoint) implements FirewallChange {}

  /** An endpoint is guarded no more, since it is gone. */
  record Unguard(EndpointRules endpoint) implements FirewallChange {}

  /** What undoes this. */
  default FirewallChange inverse() {
    return switch (this) {
      case AddNetwork(NetworkRules network) -> new RemoveNetwork(network);
      case RemoveNetwork(NetworkRules network) -> new AddNetwork(network);
      case Publish(PortRules ports) -> new Unpublish(ports);
      case Unpublish(PortRules ports) -> new Publish(ports);
      case Guard(EndpointRules endpoint) -> new Unguard(endpoint);
      case Unguard(EndpointRules endpoint) -> new Guard(endpoint);
    };
  }
}
