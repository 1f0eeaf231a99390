package dev.pontoon.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A volume.
 *
 * @param usageData only where it is asked what takes space
 */
public record VolumeView(
    String createdAt,
    String driver,
    Map<String, String> labels,
    String mountpoint,
    String name,
    @Nullable Map<String, String> options,
    String scope,
    @Nullable Usage usageData) {
  /** What a volume takes, in bytes, and how many containers have it. */
  public record Usage(long size, long refCount) {}
}
