package dev.pontoon.api;

/**
 * A row of {@code GET /pontoon/diff}: something in the kernel that is not as it was made.
 *
 * @param kind {@code missing}, {@code changed}, {@code left-over} or {@code unmounted}
 * @param object such as {@code link pontoon0}
 * @param owner such as {@code network bridge}
 * @param expected how it was made; empty if it was not
 * @param found how it is; empty if it is not there
 */
public record DiffEntry(String kind, String object, String owner, String expected, String found) {}
