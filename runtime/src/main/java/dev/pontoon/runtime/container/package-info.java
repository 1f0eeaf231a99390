@NullMarked
package dev.pontoon.runtime.container;

import org.jspecify.annotations.NullMarked;
