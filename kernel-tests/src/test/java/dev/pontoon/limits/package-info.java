/** What happens when something runs out, and that it is over when there is some again. */
@NullMarked
package dev.pontoon.limits;

import org.jspecify.annotations.NullMarked;
