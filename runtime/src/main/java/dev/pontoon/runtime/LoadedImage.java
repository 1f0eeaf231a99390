package dev.pontoon.runtime;

/** What an archive held: a tag, or the id of an image without one. */
public record LoadedImage(String reference, boolean tagged) {}
