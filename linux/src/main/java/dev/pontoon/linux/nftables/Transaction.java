package dev.pontoon.linux.nftables;

/**
 * A transaction that somebody has carried out, as the kernel tells it (NFT_MSG_NEWGEN,
 * include/uapi/linux/netfilter/nf_tables.h).
 *
 * @param generation the ruleset's since then
 * @param portId of the netlink socket that sent it
 * @param thread the sender's thread id, a process's id where it has one thread, as the first pid
 *     namespace counts
 * @param program the name of that thread: {@code nft}
 */
public record Transaction(long generation, long portId, long thread, String program) {}
