package dev.pontoon.api;

import java.util.List;
import java.util.Map;

/** A row of {@code images}; sizes in bytes, -1 where not computed. */
public record ImageSummary(
    String id,
    String parentId,
    List<String> repoTags,
    List<String> repoDigests,
    long created,
    long size,
    long sharedSize,
    Map<String, String> labels,
    int containers) {}
