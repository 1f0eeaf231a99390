package dev.pontoon.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a prune removed. */
public record PruneReport(
    @Nullable List<String> containersDeleted,
    @Nullable List<String> networksDeleted,
    @Nullable Long spaceReclaimed) {}
