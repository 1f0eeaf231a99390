/**
 * The packet filter nf_tables over its native netlink messages
 * (include/uapi/linux/netfilter/nf_tables.h).
 *
 * <p>A {@link dev.pontoon.linux.nftables.Change} is pure data; {@link
 * dev.pontoon.linux.nftables.Nftables} carries out a list of them as one transaction, and {@link
 * dev.pontoon.linux.nftables.NftText} writes them as the {@code nft} commands that would do the
 * same. Rules are written in the words of the nft language ({@link
 * dev.pontoon.linux.nftables.Statement}) and read back as what the kernel runs ({@link
 * dev.pontoon.linux.nftables.Expression}).
 */
@NullMarked
package dev.pontoon.linux.nftables;

import org.jspecify.annotations.NullMarked;
