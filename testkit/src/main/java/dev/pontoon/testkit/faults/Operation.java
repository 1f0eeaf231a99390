package dev.pontoon.testkit.faults;

import java.io.IOException;
import java.util.List;

/**
 * A change that a daemon may be killed in.
 *
 * @param prepare makes what has to be there before, on a site where nothing is
 * @param change the change, request by request: after each of them the daemon may have come that
 *     far, and nowhere in between
 * @param undo leads back to what was before, from wherever the change has come to
 */
public record Operation(String name, Act prepare, List<Act> change, Act undo) {
  /** Something done on a site. */
  @FunctionalInterface
  public interface Act {
    /** Does nothing. */
    Act NOTHING = _ -> {};

    /** Does it. */
    void on(Site site) throws IOException;

    /** Does something else after it. */
    default Act then(Act next) {
      return site -> {
        on(site);
        next.on(site);
      };
    }
  }

  public Operation {
    change = List.copyOf(change);
  }

  static Operation of(String name, Act prepare, Act change, Act undo) {
    return new Operation(name, prepare, List.of(change), undo);
  }

  /** The undoing of this operation as the change. */
  Operation reversed(String other) {
    Act again = change.stream().reduce(Act.NOTHING, Act::then);
    return of(other, prepare.then(again), undo, again);
  }

  @Override
  public String toString() {
    return name;
  }
}
