package dev.pontoon.api;

/** The id of what was made. */
public record IdResponse(String id) {}
