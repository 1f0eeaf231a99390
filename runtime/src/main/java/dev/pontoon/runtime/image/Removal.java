package dev.pontoon.runtime.image;

import dev.pontoon.runtime.ImageUser;
import dev.pontoon.runtime.RemovedImage;
import dev.pontoon.runtime.RuntimeFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Docker's rules of what {@code rmi} takes away. */
final class Removal {
  private static final int SHORT_ID = 12;

  private final ImageStore store;
  private final boolean force;
  private final List<ImageUser> users;

  Removal(ImageStore store, boolean force, List<ImageUser> users) {
    this.store = store;
    this.force = force;
    this.users = users;
  }

  /** Removes one name; with the last one, the image. */
  List<RemovedImage> name(StoredImage image, String name) {
    List<String> left = image.names().stream().filter(other -> !other.equals(name)).toList();
    Optional<ImageUser> user = user(image);
    if (left.isEmpty() && user.isPresent() && (!force || user.get().running())) {
      throw conflict("unable to remove repository reference \"" + name + "\"", image, user.get());
    }
    if (!left.isEmpty() || user.isPresent()) {
      store.update(image, left, true);
      return List.of(new RemovedImage(true, name));
    }
    return delete(image);
  }

  /** Removes an image that was named by its id. */
  List<RemovedImage> image(StoredImage image) {
    String what = "unable to delete " + shortId(image);
    if (image.names().size() > 1 && !force) {
      throw new RuntimeFault(
          RuntimeFault.Kind.CONFLICT,
          "conflict: " + what + " (must be forced) - image is referenced in multiple repositories");
    }
    Optional<ImageUser> user = user(image);
    if (user.isPresent() && (!force || user.get().running())) {
      throw new RuntimeFault(RuntimeFault.Kind.CONFLICT, beingUsed(what, user.get()));
    }
    if (user.isPresent()) {
      throw conflict(what, image, user.get());
    }
    return delete(image);
  }

  private List<RemovedImage> delete(StoredImage image) {
    store.update(image, List.of(), false);
    List<RemovedImage> removed = new ArrayList<>();
    image.names().forEach(name -> removed.add(new RemovedImage(true, name)));
    image.digests().forEach(digest -> removed.add(new RemovedImage(true, digest)));
    removed.add(new RemovedImage(false, image.id()));
    image.layers().reversed().stream()
        .filter(layer -> !store.layers.has(layer))
        .forEach(layer -> removed.add(new RemovedImage(false, layer)));
    return removed;
  }

  private static String beingUsed(String what, ImageUser user) {
    return "conflict: "
        + what
        + (user.running() ? " (cannot be forced)" : " (must be forced)")
        + " - image is being used by "
        + (user.running() ? "running" : "stopped")
        + " container "
        + user.containerId().substring(0, SHORT_ID);
  }

  private Optional<ImageUser> user(StoredImage image) {
    return users.stream()
        .filter(user -> user.imageId().equals(image.id()))
        .max((a, b) -> Boolean.compare(a.running(), b.running()));
  }

  private static RuntimeFault conflict(String what, StoredImage image, ImageUser user) {
    return new RuntimeFault(
        RuntimeFault.Kind.CONFLICT,
        "conflict: "
            + what
            + (user.running() ? " (cannot be forced)" : " (must be forced)")
            + " - container "
            + user.containerId().substring(0, SHORT_ID)
            + " is using its referenced image "
            + shortId(image));
  }

  private static String shortId(StoredImage image) {
    return Digest.hex(image.id()).substring(0, SHORT_ID);
  }
}
