/** No firewall at all. */
@NullMarked
package dev.pontoon.engine.firewall.none;

import org.jspecify.annotations.NullMarked;
