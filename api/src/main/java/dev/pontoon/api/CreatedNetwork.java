package dev.pontoon.api;

/** The answer to a network's creation. */
public record CreatedNetwork(String id, String warning) {}
