/** The relay: published ports that the kernel can't translate, served inside the daemon. */
@NullMarked
package dev.pontoon.engine.relay;

import org.jspecify.annotations.NullMarked;
