package dev.pontoon.engine.drift;

import dev.pontoon.engine.plan.Place;
import java.util.Map;
import java.util.Optional;

/**
 * The kernel at one moment, as far as it was looked at.
 *
 * @param places those that were; what is made in others is not compared
 */
record Snapshot(Map<Place, Seen> places) {
  Snapshot {
    places = Map.copyOf(places);
  }

  Optional<Seen> at(Place place) {
    return Optional.ofNullable(places.get(place));
  }
}
