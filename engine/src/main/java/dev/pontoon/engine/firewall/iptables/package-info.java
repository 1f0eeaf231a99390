/** The firewall through iptables, in Docker's chains. */
@NullMarked
package dev.pontoon.engine.firewall.iptables;

import org.jspecify.annotations.NullMarked;
