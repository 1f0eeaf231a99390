package dev.pontoon.api;

/** A row of {@code GET /pontoon/nat}: one translation; counters are -1 where nothing counts. */
public record NatEntry(
    String chain,
    String target,
    String proto,
    String source,
    String destination,
    String detail,
    long packets,
    long bytes) {}
