package dev.pontoon.daemon.view;

import dev.pontoon.api.ContainerInspection;
import dev.pontoon.api.ImageInspection;
import dev.pontoon.api.ImageSummary;
import dev.pontoon.runtime.ImageConfig;
import dev.pontoon.runtime.ImageInfo;
import java.util.Map;

/** Images as Docker shows them. */
public final class ImageViews {
  private ImageViews() {}

  /** A row of a list. */
  public static ImageSummary summary(ImageInfo image) {
    return new ImageSummary(
        image.id(),
        "",
        image.tags(),
        image.digests(),
        image.created().getEpochSecond(),
        image.size(),
        -1,
        image.config().labels(),
        -1);
  }

  /** All there is to say. */
  public static ImageInspection inspection(ImageInfo image) {
    ImageConfig config = image.config();
    return new ImageInspection(
        image.id(),
        image.tags(),
        image.digests(),
        "",
        image.comment(),
        image.created().toString(),
        "",
        new ImageInspection.Config(
            config.user(),
            ContainerViews.empties(config.exposedPorts()),
            config.env(),
            config.command(),
            config.entrypoint(),
            ContainerViews.empties(config.volumes()),
            config.workingDirectory(),
            config.labels(),
            config.stopSignal()),
        image.architecture(),
        image.os(),
        image.size(),
        new ContainerInspection.GraphDriver("overlay2", Map.of()),
        new ImageInspection.RootFs("layers", image.layers()));
  }
}
