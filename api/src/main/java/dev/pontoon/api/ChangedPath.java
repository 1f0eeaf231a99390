package dev.pontoon.api;

/** A change of a container's files: 0 is modified, 1 added, 2 deleted. */
public record ChangedPath(String path, int kind) {}
