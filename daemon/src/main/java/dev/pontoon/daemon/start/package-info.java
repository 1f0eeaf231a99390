/** How the daemon is started: flags, configuration file, and what must be so before it begins. */
@NullMarked
package dev.pontoon.daemon.start;

import org.jspecify.annotations.NullMarked;
