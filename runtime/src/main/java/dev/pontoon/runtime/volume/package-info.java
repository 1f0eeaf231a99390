/** Volumes: directories under the data-root that outlive containers. */
@NullMarked
package dev.pontoon.runtime.volume;

import org.jspecify.annotations.NullMarked;
