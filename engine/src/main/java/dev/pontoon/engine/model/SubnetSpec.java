package dev.pontoon.engine.model;

import dev.pontoon.linux.ip.Cidr;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/**
 * What a request says of a subnet; the engine chooses the rest.
 *
 * @param subnet empty takes the first free one of the default pools
 */
public record SubnetSpec(
    Optional<Cidr> subnet,
    Optional<Cidr> range,
    Optional<InetAddress> gateway,
    Map<String, InetAddress> auxiliary) {
  public SubnetSpec {
    auxiliary = Map.copyOf(auxiliary);
  }
}
