/** The backend that leaves the firewall alone. */
@NullMarked
package dev.pontoon.engine.firewall.none;

import org.jspecify.annotations.NullMarked;
