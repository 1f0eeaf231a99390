package dev.pontoon.api;

import java.util.List;

/** What a prune of images removed, and the bytes that it freed. */
public record ImagePruneReport(List<ImageDeletion> imagesDeleted, long spaceReclaimed) {}
