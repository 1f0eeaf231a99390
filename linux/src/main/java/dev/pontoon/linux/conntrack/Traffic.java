package dev.pontoon.linux.conntrack;

/** How much went in one direction. */
public record Traffic(long packets, long bytes) {}
