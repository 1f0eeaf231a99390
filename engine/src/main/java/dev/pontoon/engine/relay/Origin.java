package dev.pontoon.engine.relay;

import dev.pontoon.engine.model.Protocol;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Tells where a client wanted to go, when all clients arrive at one port. */
@FunctionalInterface
interface Origin {
  /**
   * The address and port that the client asked for; empty if it has no business here.
   *
   * @param local where it arrived
   */
  Optional<InetSocketAddress> of(
      Protocol protocol, InetSocketAddress client, InetSocketAddress local);
}
