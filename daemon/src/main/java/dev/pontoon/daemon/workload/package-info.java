/** Containers with their networking: what brings the runtime and the engine together. */
@NullMarked
package dev.pontoon.daemon.workload;

import org.jspecify.annotations.NullMarked;
