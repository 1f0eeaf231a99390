/** The engine: networks, sandboxes and published ports of one host namespace. */
@NullMarked
package dev.pontoon.engine;

import org.jspecify.annotations.NullMarked;
