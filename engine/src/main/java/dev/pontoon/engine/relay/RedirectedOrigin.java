package dev.pontoon.engine.relay;

import dev.pontoon.engine.model.Protocol;
import dev.pontoon.linux.conntrack.Conntrack;
import dev.pontoon.linux.conntrack.Flow;
import dev.pontoon.linux.conntrack.Tuple;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Asks the kernel's connection tracking, which finds a flow by either of its directions: the relay
 * knows the one of the answers. Whoever was not redirected came to the relay's own port, and is not
 * let in.
 */
final class RedirectedOrigin implements Origin {
  private final Conntrack conntrack;

  RedirectedOrigin(Conntrack conntrack) {
    this.conntrack = conntrack;
  }

  @Override
  public Optional<InetSocketAddress> of(
      Protocol protocol, InetSocketAddress client, InetSocketAddress local) {
    Tuple answers =
        Tuple.of(
            protocol.number(),
            local.getAddress(),
            local.getPort(),
            client.getAddress(),
            client.getPort());
    return conntrack
        .find(answers)
        .filter(Flow::destinationTranslated)
        .map(Flow::original)
        .map(tuple -> new InetSocketAddress(tuple.destination(), tuple.destinationPort()));
  }
}
