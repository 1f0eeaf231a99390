/** The engine under measurement, as a program that {@code bench/run} drives beside the others. */
@NullMarked
package dev.pontoon.bench;

import org.jspecify.annotations.NullMarked;
