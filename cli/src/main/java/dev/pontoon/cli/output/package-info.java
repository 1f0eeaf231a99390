/** Docker's tables, units and texts. Pure functions. */
@NullMarked
package dev.pontoon.cli.output;

import org.jspecify.annotations.NullMarked;
