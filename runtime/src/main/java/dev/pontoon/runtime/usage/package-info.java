/** What containers use of the host, as the kernel counts it. */
@NullMarked
package dev.pontoon.runtime.usage;

import org.jspecify.annotations.NullMarked;
