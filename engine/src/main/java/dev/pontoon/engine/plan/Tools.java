package dev.pontoon.engine.plan;

import dev.pontoon.engine.firewall.Firewall;
import dev.pontoon.engine.relay.Relay;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.rtnetlink.Rtnetlink;

/**
 * What changes are made with; all of it works in the host namespace.
 *
 * @param host the namespace
 * @param links its links, addresses and routes
 */
public record Tools(
    NetworkNamespace host,
    Rtnetlink links,
    Removals removals,
    Firewall firewall,
    Relay relay,
    FlowSweeper flows) {}
