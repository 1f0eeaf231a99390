package dev.pontoon.api;

import java.util.List;

/** A step of an image's making; created in seconds since 1970, size in bytes. */
public record ImageHistoryItem(
    String id, long created, String createdBy, List<String> tags, long size, String comment) {}
