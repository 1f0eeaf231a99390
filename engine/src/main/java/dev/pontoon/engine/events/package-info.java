/** What an engine tells of its work while it works, to whom it was given for that. */
@NullMarked
package dev.pontoon.engine.events;

import org.jspecify.annotations.NullMarked;
