/** Network namespaces: made, named by a mount, entered by threads that die there. */
@NullMarked
package dev.pontoon.linux.netns;

import org.jspecify.annotations.NullMarked;
