/** What the engine knows, as one immutable value, and where it is kept. */
@NullMarked
package dev.pontoon.engine.state;

import org.jspecify.annotations.NullMarked;
