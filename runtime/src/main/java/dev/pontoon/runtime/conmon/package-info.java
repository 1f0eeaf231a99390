@NullMarked
package dev.pontoon.runtime.conmon;

import org.jspecify.annotations.NullMarked;
