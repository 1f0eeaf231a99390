/** The engine's and the runtime's records in the shapes of Docker's answers. */
@NullMarked
package dev.pontoon.daemon.view;

import org.jspecify.annotations.NullMarked;
