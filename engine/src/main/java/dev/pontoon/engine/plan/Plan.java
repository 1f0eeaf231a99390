package dev.pontoon.engine.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Kernel changes, to be made in order. */
public record Plan(List<Change> changes) {
  public static final Plan NOTHING = new Plan(List.of());

  public Plan {
    changes = List.copyOf(changes);
  }

  /** A plan of these. */
  public static Plan of(Change... changes) {
    return new Plan(Arrays.asList(changes));
  }

  /** This and then more. */
  public Plan then(Plan more) {
    List<Change> all = new ArrayList<>(changes);
    all.addAll(more.changes);
    return new Plan(all);
  }

  /** What undoes this once it was made. */
  public Plan inverse() {
    return new Plan(
        changes.reversed().stream().map(Change::inverse).flatMap(Optional::stream).toList());
  }
}
