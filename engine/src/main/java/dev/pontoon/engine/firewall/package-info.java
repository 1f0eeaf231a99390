/** The firewall in the words of networks and ports; its backends are siblings below. */
@NullMarked
package dev.pontoon.engine.firewall;

import org.jspecify.annotations.NullMarked;
