package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A mount of a container as it is.
 *
 * @param name of a volume
 * @param driver of a volume
 */
public record MountPoint(
    String type,
    @Nullable String name,
    String source,
    String destination,
    @Nullable String driver,
    String mode,
    @JsonProperty("RW") boolean writable,
    String propagation) {}
