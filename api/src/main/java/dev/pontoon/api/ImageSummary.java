package dev.pontoon.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code images}; sizes in bytes, -1 where not computed.
 *
 * @param virtualSize the size once more, for clients before API 1.44
 */
public record ImageSummary(
    String id,
    String parentId,
    List<String> repoTags,
    List<String> repoDigests,
    long created,
    long size,
    @Nullable Long virtualSize,
    long sharedSize,
    Map<String, String> labels,
    int containers) {}
