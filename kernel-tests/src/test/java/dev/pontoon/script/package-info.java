/** A script of command lines of Docker's client, run against Pontoon and against dockerd. */
@NullMarked
package dev.pontoon.script;

import org.jspecify.annotations.NullMarked;
