package dev.pontoon.daemon.resource;

import dev.pontoon.daemon.edge.Filters;
import dev.pontoon.daemon.edge.Times;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.daemon.workload.ImageStore;
import dev.pontoon.runtime.ImageInfo;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The filters of {@code images}. */
final class ImageFilters {
  static final Set<String> KEYS =
      Set.of("reference", "dangling", "label", "label!", "before", "since", "until");
  private static final Set<String> TRUE = Set.of("1", "true");
  private static final Set<String> FALSE = Set.of("0", "false");

  private final Filters filters;
  private final Clock clock;
  private final Optional<Instant> before;
  private final Optional<Instant> since;

  ImageFilters(Filters filters, ImageStore images, Clock clock) {
    this.filters = filters;
    this.clock = clock;
    before = filters.get("before").stream().findFirst().map(i -> images.inspect(i).created());
    since = filters.get("since").stream().findFirst().map(i -> images.inspect(i).created());
    for (String value : filters.get("dangling")) {
      if (!TRUE.contains(value) && !FALSE.contains(value)) {
        throw HttpError.invalid("invalid filter 'dangling=" + value + "'");
      }
    }
  }

  boolean fits(ImageInfo image) {
    return filters.test("reference", r -> names(image).anyMatch(name -> fits(r, name)))
        && filters.test("dangling", d -> image.tags().isEmpty() == TRUE.contains(d))
        && filters.get("until").stream()
            .allMatch(until -> image.created().isBefore(Times.ago("until", until, clock)))
        && filters.labels(image.config().labels())
        && filters.withoutLabels(image.config().labels())
        && before.map(image.created()::isBefore).orElse(true)
        && since.map(image.created()::isAfter).orElse(true);
  }

  /** The same image with those of its names alone that are asked for. */
  ImageInfo named(ImageInfo image) {
    return image.withTags(
        image.tags().stream().filter(tag -> filters.test("reference", r -> fits(r, tag))).toList());
  }

  private static Stream<String> names(ImageInfo image) {
    return Stream.of(image.tags(), image.digests()).flatMap(List::stream);
  }

  /** As Docker: a file name pattern for the whole of a name, with or without its tag. */
  private static boolean fits(String pattern, String name) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    String bare = name.replaceFirst("(@sha256)?:[^:/]*$", "");
    return matcher.matches(Path.of(name)) || matcher.matches(Path.of(bare));
  }
}
