package dev.pontoon.engine.firewall;

import dev.pontoon.linux.ip.Cidr;
import java.util.List;

/**
 * What the firewall has to know of a bridge network.
 *
 * @param subnets of both families
 * @param masquerade whether what leaves gets the host's address
 * @param interContainer whether endpoints may talk to each other
 * @param internal whether nothing goes out or comes in
 */
public record NetworkRules(
    String networkId,
    String name,
    String bridge,
    List<Cidr> subnets,
    boolean masquerade,
    boolean interContainer,
    boolean internal) {
  public NetworkRules {
    subnets = List.copyOf(subnets);
  }
}
