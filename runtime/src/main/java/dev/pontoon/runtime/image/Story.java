package dev.pontoon.runtime.image;

import dev.pontoon.runtime.ImageStep;
import dev.pontoon.runtime.image.Manifest.History;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * Joins an image's history with its layers: each step that is not marked as empty has the next
 * layer (OCI image specification, config.md).
 */
record Story(StoredImage image, Layers layers) {

  /** The steps, the last one first. */
  List<ImageStep> steps() {
    List<History> history = Objects.requireNonNullElse(image.config().history(), List.of());
    Iterator<String> diffIds = image.layers().iterator();
    List<ImageStep> steps = new ArrayList<>();
    for (History line : history) {
      boolean filled = line.hasLayer() && diffIds.hasNext();
      steps.add(step(line, filled ? layers.size(diffIds.next()) : 0));
    }
    // A builder may leave the history out: then each layer is a step nobody tells of.
    diffIds.forEachRemaining(diffId -> steps.add(new ImageStep("", "", layers.size(diffId), "")));
    return steps.reversed();
  }

  private static ImageStep step(History line, long size) {
    return new ImageStep(text(line.created()), text(line.createdBy()), size, text(line.comment()));
  }

  private static String text(@org.jspecify.annotations.Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
