@NullMarked
package dev.pontoon.linux.netlink;

import org.jspecify.annotations.NullMarked;
