package dev.pontoon.daemon.view;

import dev.pontoon.runtime.ImageInfo;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Which layers of images others have, too, and what layers take. */
public final class SharedLayers {
  private final Map<String, Long> users;
  private final ToLongFunction<String> size;

  /**
   * The layers of all images.
   *
   * @param size bytes of a layer, by its diff id
   */
  public SharedLayers(Collection<ImageInfo> images, ToLongFunction<String> size) {
    this.size = size;
    users =
        images.stream()
            .flatMap(image -> new HashSet<>(image.layers()).stream())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  /** Bytes of an image's layers that other images have, too. */
  public long of(ImageInfo image) {
    return new HashSet<>(image.layers())
        .stream().filter(layer -> users.getOrDefault(layer, 0L) > 1).mapToLong(size).sum();
  }

  /** Bytes of all layers, each counted once. */
  public long total() {
    return users.keySet().stream().mapToLong(size).sum();
  }
}
