package dev.pontoon.engine.firewall;

import dev.pontoon.linux.ip.MacAddress;
import java.net.InetAddress;
import java.util.Optional;

/**
 * What the firewall has to know of an endpoint that may send with its own addresses only.
 *
 * @param sandboxId whose endpoint it is
 * @param link the end of its veth pair that is a port of the bridge
 */
public record EndpointRules(
    String sandboxId,
    String link,
    MacAddress mac,
    Optional<InetAddress> ipv4,
    Optional<InetAddress> ipv6) {}
