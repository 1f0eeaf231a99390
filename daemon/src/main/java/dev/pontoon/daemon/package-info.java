/** The daemon: starts, serves, stops. */
@NullMarked
package dev.pontoon.daemon;

import org.jspecify.annotations.NullMarked;
