/**
 * Daemons that are killed at every step of every operation, and a look from outside at what their
 * successors make of it: {@link dev.pontoon.testkit.faults.Operations} is the table of the
 * operations.
 */
@NullMarked
package dev.pontoon.testkit.faults;

import org.jspecify.annotations.NullMarked;
