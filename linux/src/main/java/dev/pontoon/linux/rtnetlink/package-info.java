/**
 * Links, addresses, routes, neighbours and forwarding databases (rtnetlink(7)): messages as values,
 * and {@link dev.pontoon.linux.rtnetlink.Rtnetlink}, which exchanges them with the kernel.
 */
@NullMarked
package dev.pontoon.linux.rtnetlink;

import org.jspecify.annotations.NullMarked;
