package dev.pontoon.linux.nftables;

/** How many packets, and bytes of them, met a rule or an element. */
public record Counter(long packets, long bytes) {
  public static final Counter ZERO = new Counter(0, 0);
}
