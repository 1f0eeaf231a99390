@NullMarked
package dev.pontoon.runtime.overlay;

import org.jspecify.annotations.NullMarked;
