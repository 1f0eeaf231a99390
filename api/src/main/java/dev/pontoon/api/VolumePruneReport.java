package dev.pontoon.api;

import java.util.List;

/** The volumes that a prune removed, and the bytes that they had. */
public record VolumePruneReport(List<String> volumesDeleted, long spaceReclaimed) {}
