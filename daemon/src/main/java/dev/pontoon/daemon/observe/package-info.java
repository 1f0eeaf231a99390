/** What the daemon tells of its work: log lines and metrics. */
@NullMarked
package dev.pontoon.daemon.observe;

import org.jspecify.annotations.NullMarked;
