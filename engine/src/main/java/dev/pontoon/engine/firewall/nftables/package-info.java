/**
 * The firewall on nf_tables: one table, a fixed number of rules; networks and ports are elements of
 * sets and maps, so that neither a packet nor an operation costs more with more of them.
 */
@NullMarked
package dev.pontoon.engine.firewall.nftables;

import org.jspecify.annotations.NullMarked;
