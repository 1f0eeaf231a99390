package dev.pontoon.runtime;

/** What a removal did: took a tag away, or deleted an image or a layer. */
public record RemovedImage(boolean untagged, String reference) {}
