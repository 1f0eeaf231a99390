package dev.pontoon.api;

import java.util.List;

/** Volumes. */
public record VolumeList(List<VolumeView> volumes, List<String> warnings) {}
