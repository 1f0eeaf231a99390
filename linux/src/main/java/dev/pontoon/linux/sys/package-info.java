@NullMarked
package dev.pontoon.linux.sys;

import org.jspecify.annotations.NullMarked;
