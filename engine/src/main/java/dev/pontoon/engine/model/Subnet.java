package dev.pontoon.engine.model;

import dev.pontoon.linux.ip.Cidr;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/**
 * A network's addresses of one family.
 *
 * @param subnet all addresses
 * @param range the part that dynamic leases come from; empty is the whole subnet
 * @param gateway the bridge's own address
 * @param auxiliary addresses that are never leased, by the name given to each
 */
public record Subnet(
    Cidr subnet, Optional<Cidr> range, InetAddress gateway, Map<String, InetAddress> auxiliary) {
  public Subnet {
    auxiliary = Map.copyOf(auxiliary);
  }
}
