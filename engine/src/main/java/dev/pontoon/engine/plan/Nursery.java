package dev.pontoon.engine.plan;

import dev.pontoon.linux.netns.Inside;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.netns.PreparedNamespace;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where sandboxes' namespaces are made. One can be ordered before it is known what for, so that the
 * kernel makes it while addresses and ports are chosen. For the engine's one writer.
 */
final class Nursery {
  private @Nullable PreparedNamespace ordered;

  /** Orders a namespace; the kernel shows nothing of it, and unless it is used it goes at close. */
  Applier.Order order() {
    PreparedNamespace mine = PreparedNamespace.order();
    ordered = mine;
    return () -> {
      ordered = null;
      mine.close();
    };
  }

  /** Mounts a namespace, the ordered one if there is one, and runs work inside it. */
  <T> T create(Path mount, Inside<T, RuntimeException> inside) {
    PreparedNamespace ready = ordered;
    ordered = null;
    return ready == null ? NetworkNamespace.create(mount, inside) : ready.mount(mount, inside);
  }
}
