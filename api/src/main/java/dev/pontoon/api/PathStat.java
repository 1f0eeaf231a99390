package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a path in a container is; these fields are in lower case.
 *
 * @param mode of Go's os.FileMode
 * @param mtime RFC 3339
 */
public record PathStat(
    @JsonProperty("name") String name,
    @JsonProperty("size") long size,
    @JsonProperty("mode") long mode,
    @JsonProperty("mtime") String mtime,
    @JsonProperty("linkTarget") String linkTarget) {}
