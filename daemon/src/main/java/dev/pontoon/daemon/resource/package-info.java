/** The API's resources, one file each: request in, answer out. */
@NullMarked
package dev.pontoon.daemon.resource;

import org.jspecify.annotations.NullMarked;
