package dev.pontoon.engine.model;

import java.net.InetAddress;
import java.util.Optional;

/** What a network's driver needs to know, parsed once from the request's options. */
public sealed interface DriverConfig {
  /** The driver's name as users write it. */
  String driver();

  /**
   * Containers on a Linux bridge, with NAT to the outside.
   *
   * @param bridge the bridge's interface name; empty lets the engine choose {@code br-<id>}
   * @param mtu in bytes; empty takes the engine's
   * @param interContainer whether containers on the network may talk to each other (ICC)
   * @param masquerade whether traffic that leaves gets the host's address
   * @param hostBinding where ports without a host address are published; empty is everywhere
   */
  record Bridge(
      Optional<String> bridge,
      Optional<Integer> mtu,
      boolean interContainer,
      boolean masquerade,
      Optional<InetAddress> hostBinding)
      implements DriverConfig {
    /** A bridge with nothing asked for. */
    public static final Bridge DEFAULT =
        new Bridge(Optional.empty(), Optional.empty(), true, true, Optional.empty());

    @Override
    public String driver() {
      return "bridge";
    }
  }

  /** Containers in the host's own namespace. */
  record Host() implements DriverConfig {
    @Override
    public String driver() {
      return "host";
    }
  }

  /** Containers with a loopback interface only. */
  record None() implements DriverConfig {
    @Override
    public String driver() {
      return "null"; // Docker's name for it
    }
  }
}
