/** The verbs of the command. */
@NullMarked
package dev.pontoon.cli.verb;

import org.jspecify.annotations.NullMarked;
