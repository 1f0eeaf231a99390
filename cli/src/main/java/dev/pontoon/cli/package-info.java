/**
 * The {@code pontoon} command: a client of the Docker Engine API with Docker's verbs, flags and
 * output.
 */
@NullMarked
package dev.pontoon.cli;

import org.jspecify.annotations.NullMarked;
