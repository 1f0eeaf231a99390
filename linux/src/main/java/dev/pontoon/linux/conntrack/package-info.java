/** The connections that the kernel tracks (include/uapi/linux/netfilter/nfnetlink_conntrack.h). */
@NullMarked
package dev.pontoon.linux.conntrack;

import org.jspecify.annotations.NullMarked;
