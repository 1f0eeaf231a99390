package dev.pontoon.api;

import java.util.List;

/** What a prune of builds' caches removed, and the bytes that it freed. */
public record BuildPruneReport(List<String> cachesDeleted, long spaceReclaimed) {}
