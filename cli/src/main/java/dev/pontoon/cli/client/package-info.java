/** The Docker Engine API, as a client sees it. */
@NullMarked
package dev.pontoon.cli.client;

import org.jspecify.annotations.NullMarked;
