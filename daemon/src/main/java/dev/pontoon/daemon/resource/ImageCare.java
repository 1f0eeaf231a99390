package dev.pontoon.daemon.resource;

import dev.pontoon.api.ImageDeletion;
import dev.pontoon.api.ImagePruneReport;
import dev.pontoon.daemon.edge.Filters;
import dev.pontoon.daemon.edge.Times;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.daemon.workload.Events;
import dev.pontoon.daemon.workload.ImageStore;
import dev.pontoon.runtime.ImageInfo;
import dev.pontoon.runtime.RemovedImage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Removes images, by name or because nobody uses them, and tells of it. */
final class ImageCare {
  private static final Set<String> FILTERS = Set.of("dangling", "until", "label", "label!");
  private static final Set<String> TRUE = Set.of("1", "true");
  private static final Set<String> FALSE = Set.of("0", "false");

  private final ImageStore images;
  private final Events events;
  private final Clock clock;

  ImageCare(ImageStore images, Events events, Clock clock) {
    this.images = images;
    this.events = events;
    this.clock = clock;
  }

  List<ImageDeletion> remove(String reference, boolean force) {
    List<RemovedImage> removed = images.remove(reference, force);
    removed.forEach(
        r -> events.image(r.untagged() ? "untag" : "delete", r.reference(), r.reference()));
    return removed.stream()
        .map(r ->
            r.untagged()
                ? new ImageDeletion(r.reference(), null)
                : new ImageDeletion(null, r.reference()))
        .toList();
  }

  /** Removes images without a name, or with the filter {@code dangling=false} all unused ones. */
  ImagePruneReport prune(String filter) {
    Filters filters = Filters.parse(filter, FILTERS);
    boolean nameless = danglingOnly(filters);
    List<ImageDeletion> deleted = new ArrayList<>();
    long freed = 0;
    for (ImageInfo image : images.list()) {
      boolean wanted = !nameless || image.tags().isEmpty();
      if (wanted && images.users(image.id()) == 0 && fits(filters, image)) {
        deleted.addAll(remove(image.id(), true));
        freed += image.size();
      }
    }
    events.pruned("image", freed);
    return new ImagePruneReport(deleted, freed);
  }

  private static boolean danglingOnly(Filters filters) {
    List<String> values = filters.get("dangling");
    if (values.isEmpty() || TRUE.contains(values.getFirst())) {
      return true;
    }
    if (FALSE.contains(values.getFirst())) {
      return false;
    }
    throw HttpError.invalid("invalid filter 'dangling=" + values.getFirst() + "'");
  }

  private boolean fits(Filters filters, ImageInfo image) {
    boolean old =
        filters.get("until").stream()
            .allMatch(until -> image.created().isBefore(Times.ago("until", until, clock)));
    return old
        && filters.labels(image.config().labels())
        && filters.withoutLabels(image.config().labels());
  }
}
