@NullMarked
package dev.pontoon.runtime.oci;

import org.jspecify.annotations.NullMarked;
