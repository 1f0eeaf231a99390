package dev.pontoon.api;

import org.jspecify.annotations.Nullable;

/** What removing an image did: one of the two. */
public record ImageDeletion(@Nullable String untagged, @Nullable String deleted) {}
