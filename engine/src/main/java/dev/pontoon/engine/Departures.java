package dev.pontoon.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Detaches that wait for the engine's lock: who gets it makes all of them, since the kernel deletes
 * many links in the time of one. All in one hold of the lock, since links that are gone and
 * sandboxes that are not would be drift.
 */
final class Departures {
  private final Sandboxes sandboxes;
  private final Queue<Departure> waiting = new ConcurrentLinkedQueue<>();

  Departures(Sandboxes sandboxes) {
    this.sandboxes = sandboxes;
  }

  /** One call's sandboxes, and what came of them; to be read under the lock. */
  static final class Departure {
    private final List<String> ids;
    private boolean done;
    private @Nullable RuntimeException failure;

    private Departure(Collection<String> ids) {
      this.ids = List.copyOf(ids);
    }
  }

  /** Before the lock is asked for. */
  Departure announce(Collection<String> ids) {
    Departure departure = new Departure(ids);
    waiting.add(departure);
    return departure;
  }

  /** Under the lock: makes this one and all others that were announced, if nobody has yet. */
  void make(Departure departure) {
    if (!departure.done) {
      List<Departure> all = new ArrayList<>();
      all.add(departure);
      for (Departure next = waiting.poll(); next != null; next = waiting.poll()) {
        if (next != departure) {
          all.add(next);
        }
      }
      sandboxes.unplug(all.stream().flatMap(one -> one.ids.stream()).toList());
      all.forEach(this::detach);
    }
    if (departure.failure != null) {
      throw departure.failure;
    }
  }

  private void detach(Departure departure) {
    try {
      sandboxes.detach(departure.ids);
    } catch (RuntimeException e) {
      departure.failure = e; // for who asked
    }
    departure.done = true;
  }
}
