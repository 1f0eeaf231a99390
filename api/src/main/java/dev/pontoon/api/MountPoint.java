package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A mount of a container as it is. */
public record MountPoint(
    String type,
    String source,
    String destination,
    String mode,
    @JsonProperty("RW") boolean writable,
    String propagation) {}
