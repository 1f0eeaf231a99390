package dev.pontoon.runtime.image;

import dev.pontoon.runtime.ImageInfo;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.RuntimeOptions;
import dev.pontoon.runtime.Steps;
import java.nio.file.Path;
import java.util.List;

/** The images of one data-root. */
public final class Images {
  private Images() {}

  /** Opens the images. */
  public static Images open(RuntimeOptions options, Steps steps) {
    return new Images();
  }

  /** An image by name, digest, id or unique prefix of an id. */
  public ImageInfo inspect(String reference) {
    return java.util.Optional.<ImageInfo>empty()
        .orElseThrow(() -> RuntimeFault.noSuchImage(reference));
  }

  /** The directories of layers, highest first. */
  public List<Path> lowers(List<String> layers) {
    return List.of();
  }
}
