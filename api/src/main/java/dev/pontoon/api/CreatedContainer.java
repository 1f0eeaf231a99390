package dev.pontoon.api;

import java.util.List;

/** The answer to a container's creation. */
public record CreatedContainer(String id, List<String> warnings) {}
