/** The edge: Docker's strings and maps become the engine's and the runtime's records, once. */
@NullMarked
package dev.pontoon.daemon.edge;

import org.jspecify.annotations.NullMarked;
