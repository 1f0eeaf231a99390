package dev.pontoon.daemon.view;

import dev.pontoon.api.ContainerInspection;
import dev.pontoon.api.ImageHistoryItem;
import dev.pontoon.api.ImageInspection;
import dev.pontoon.api.ImageSummary;
import dev.pontoon.runtime.ImageConfig;
import dev.pontoon.runtime.ImageInfo;
import dev.pontoon.runtime.ImageStep;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Images as Docker shows them. */
public final class ImageViews {
  private ImageViews() {}

  /**
   * A row of a list.
   *
   * @param shared bytes of layers that other images have, too; -1 where not computed
   * @param containers how many are made of the image
   */
  public static ImageSummary summary(ImageInfo image, long shared, int containers) {
    return new ImageSummary(
        image.id(),
        "",
        image.tags(),
        image.digests(),
        image.created().getEpochSecond(),
        image.size(),
        null,
        shared,
        image.config().labels(),
        containers);
  }

  /** The steps of an image's making; only the last one's image has an id and names. */
  public static List<ImageHistoryItem> history(ImageInfo image, List<ImageStep> steps) {
    List<ImageHistoryItem> items = new ArrayList<>();
    for (ImageStep step : steps) {
      boolean last = items.isEmpty();
      items.add(
          new ImageHistoryItem(
              last ? image.id() : "<missing>",
              seconds(step.created()),
              step.createdBy(),
              last ? image.tags() : List.of(),
              step.size(),
              step.comment()));
    }
    return items;
  }

  private static long seconds(String time) {
    try {
      return time.isEmpty() ? 0 : OffsetDateTime.parse(time).toEpochSecond();
    } catch (DateTimeParseException e) {
      return 0; // as for an image that does not say when it was made
    }
  }

  /** All there is to say. */
  public static ImageInspection inspection(ImageInfo image) {
    ImageConfig config = image.config();
    return new ImageInspection(
        image.id(),
        image.tags(),
        image.digests(),
        image.comment(),
        image.created().toString(),
        image.author(),
        new ImageInspection.Config(
            config.user(),
            ContainerViews.empties(config.exposedPorts()),
            config.env(),
            config.command(),
            ContainerViews.healthcheck(config.health()),
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
