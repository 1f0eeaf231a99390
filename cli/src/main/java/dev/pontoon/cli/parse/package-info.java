/**
 * Docker's little languages on the command line. Pure functions; every error is an
 * IllegalArgumentException.
 */
@NullMarked
package dev.pontoon.cli.parse;

import org.jspecify.annotations.NullMarked;
