@NullMarked
package dev.pontoon.runtime.image;

import org.jspecify.annotations.NullMarked;
