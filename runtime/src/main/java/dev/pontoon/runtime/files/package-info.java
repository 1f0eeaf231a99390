@NullMarked
package dev.pontoon.runtime.files;

import org.jspecify.annotations.NullMarked;
