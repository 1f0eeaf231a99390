/** The user's terminal, signals, and a container's streams on it. */
@NullMarked
package dev.pontoon.cli.terminal;

import org.jspecify.annotations.NullMarked;
