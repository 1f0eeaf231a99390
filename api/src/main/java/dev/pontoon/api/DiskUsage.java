package dev.pontoon.api;

import java.util.List;

/** What takes the disk's space, in bytes. */
public record DiskUsage(
    long layersSize,
    List<ImageSummary> images,
    List<ContainerSummary> containers,
    List<VolumeView> volumes,
    List<Object> buildCache) {}
