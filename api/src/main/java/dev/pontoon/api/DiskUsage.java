package dev.pontoon.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What takes the disk's space, in bytes; null for what was not asked for. The first five are those
 * of before API 1.52.
 *
 * @param builderSize before API 1.42
 */
public record DiskUsage(
    @Nullable Long layersSize,
    @Nullable List<ImageSummary> images,
    @Nullable List<ContainerSummary> containers,
    @Nullable List<VolumeView> volumes,
    @Nullable List<Object> buildCache,
    @Nullable Long builderSize,
    @Nullable Usage<ImageSummary> imageUsage,
    @Nullable Usage<ContainerSummary> containerUsage,
    @Nullable Usage<VolumeView> volumeUsage,
    @Nullable Usage<Object> buildCacheUsage) {

  /**
   * What one kind of things takes.
   *
   * @param activeCount how many are in use
   * @param reclaimable bytes of those that are not
   * @param items null if only the sums were asked for
   */
  public record Usage<T>(
      long activeCount,
      long totalCount,
      long reclaimable,
      long totalSize,
      @Nullable List<T> items) {
    /** The sums only. */
    public Usage<T> brief() {
      return new Usage<>(activeCount, totalCount, reclaimable, totalSize, null);
    }
  }
}
