/** Kernel changes as data, and the one place that applies them. */
@NullMarked
package dev.pontoon.engine.plan;

import org.jspecify.annotations.NullMarked;
