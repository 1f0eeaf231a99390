/**
 * The guard at each endpoint's port of the bridge: what a container sends bears its own addresses,
 * or is dropped. A table of the bridge family with a fixed number of rules, whose elements the
 * endpoints are; both backends have it.
 */
@NullMarked
package dev.pontoon.engine.firewall.guard;

import org.jspecify.annotations.NullMarked;
