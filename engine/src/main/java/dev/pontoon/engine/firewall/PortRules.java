package dev.pontoon.engine.firewall;

import dev.pontoon.engine.model.PortMapping;

/**
 * What the firewall has to know of published ports.
 *
 * @param sandboxId whose ports they are
 * @param bridge the bridge of the network they lead to
 */
public record PortRules(String sandboxId, String bridge, PortMapping mapping) {}
