@NullMarked
package dev.pontoon.runtime;

import org.jspecify.annotations.NullMarked;
