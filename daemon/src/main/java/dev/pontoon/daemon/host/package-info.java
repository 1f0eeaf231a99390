/** What the host is and has. */
@NullMarked
package dev.pontoon.daemon.host;

import org.jspecify.annotations.NullMarked;
