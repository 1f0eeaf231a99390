package dev.pontoon.daemon.view;

import dev.pontoon.api.VolumeView;
import dev.pontoon.runtime.Volume;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Volumes as Docker shows them. */
public final class VolumeViews {
  private VolumeViews() {}

  /** A volume. */
  public static VolumeView of(Volume volume) {
    return of(volume, null);
  }

  /** A volume and what it takes. */
  public static VolumeView of(Volume volume, VolumeView.@Nullable Usage usage) {
    return new VolumeView(
        volume.created().truncatedTo(ChronoUnit.SECONDS).toString(),
        "local",
        volume.labels(),
        volume.mountpoint().toString(),
        volume.name(),
        volume.options().isEmpty() ? null : volume.options(),
        "local",
        usage);
  }
}
