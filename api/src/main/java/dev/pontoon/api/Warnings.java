package dev.pontoon.api;

import java.util.List;

/** The answer to an update. */
public record Warnings(List<String> warnings) {}
