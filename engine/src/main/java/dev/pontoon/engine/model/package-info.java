/** What the engine is asked for and what it keeps, as immutable values. */
@NullMarked
package dev.pontoon.engine.model;

import org.jspecify.annotations.NullMarked;
